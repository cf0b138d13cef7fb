import type { Variable } from '@tensorflow/tfjs-node-gpu'
import type { LabelScale, PackedPart, PackedTensor } from '../../contract/data/packed.ts'
import type { Loss, LossSettings } from '../../contract/training/losses.ts'
import type { MetricName } from '../../contract/training/metrics.ts'
import type { OptimizerName, OptimizerSettings } from '../../contract/training/optimizers.ts'
import type { Augment } from '../augment/augment-batch.ts'
import type { Whitening } from '../data/whitening.ts'
import type { Outcome } from '../evaluate/outcome.ts'
import type { Trainable } from '../layers/build-model.ts'
import type { BuildContext } from '../layers/settings/settings.ts'
import type { Metric } from './metrics/metric.ts'
import type { Optimizer } from './optimizers/optimizers.ts'

/** What measuring a model on data needs to know. */
export interface MeasureSetup {
  context: BuildContext
  trainable: Trainable
  loss: Loss
  /** Arguments of the loss by Keras's names; Keras's defaults where nothing is said. */
  lossSettings?: LossSettings
  /** Rows that a loss which is one number of a batch is measured on at once. */
  batchSize?: number
  /** What is measured besides the loss; the usual metrics where nothing is said. */
  metrics?: readonly MetricName[] | null
  /** What is measured with each item counted as much as it weighs. */
  weightedMetrics?: readonly MetricName[]
  /** Whether matrix products and convolutions of a compiled step are in bfloat16: Keras's `mixed_bfloat16`. */
  bfloat16?: boolean
  /** Number of classes for the confusion matrix, 0 for none. */
  classes: number
  /** Number of labels of which an item may have several. */
  labels?: number
  /** Whether the model learns to give its first input back, as it reads it: the batches have no targets. */
  reconstructs?: boolean
  /** What the inputs are: pictures may have to be standardised one by one. */
  inputs?: readonly PackedTensor[]
  /** What whitens the pictures, where they are whitened. */
  whitening?: Whitening | null
  /** How values to predict were scaled; metrics are measured on the scale they had before. */
  label?: LabelScale | undefined
}

/** What predicting needs to know of it. */
export type PredictSetup = Pick<MeasureSetup, 'context' | 'trainable' | 'inputs' | 'whitening'>

/** All that training needs to know before its first step. */
export interface TrainingSetup extends MeasureSetup {
  optimizer: { name: OptimizerName; settings: OptimizerSettings }
  /** How much an item of each class counts in the loss [classes]; all the same where there are none. */
  classWeights?: Float32Array | null
  /** What varies the inputs of each step; absent or null: they are as they are. */
  augment?: Augment | null
  batchSize: number
  /** Rows of an epoch: the last batch holds what is left over. */
  rowsPerEpoch: number
  /** Folder with packed.json. */
  folder: string
  part: PackedPart
  /** What is validated on, if anything; may be the same part. */
  validation: PackedPart | null
}

/** The variables of a training, and which are which by index. */
export interface TrainingState {
  /** Weights first, then the optimizer's slots, then the clock. */
  all: Variable[]
  /** Indices of the variables that the optimizer changes. */
  trained: number[]
  /** Indices of the slots of each of those. */
  slots: number[][]
  /** Places in `trained` of tables whose squared gradient the optimizer needs to be told. */
  sparse: Set<number>
  /** Places in `trained` of weights that are brought back to a constraint after their update. */
  constrained: Set<number>
  /** Index of the clock. */
  clock: number
  optimizer: Optimizer
  /** What is measured besides the loss. */
  metrics: Metric[]
}

/** What one step measured before its update. */
export interface StepSums {
  /** Mean over the rows of their weighted losses, regularizers included, as in Keras. */
  loss: number
  /** The sums of the metrics of `state.metrics`, one after the other. */
  sums: Float32Array
}

/** Trains a model a few steps at a time. Behind it a step is run op by op, or as one graph. */
export interface Trainer {
  /** How many steps one call of `run` should be given. */
  readonly stepsPerRun: number
  /** Weights, optimizer slots and clock: what `pull` and `push` bring up to date. */
  readonly state: TrainingState
  /** Sets the rows of the next epoch, in the order they are seen, and the learning rate of each step. */
  begin(rows: Int32Array, rates: Float32Array): void
  /** Trains on steps `first` to `first + count - 1` of the epoch. */
  run(first: number, count: number): StepSums[]
  /** Loss and metrics on rows of the validation part, as at prediction. */
  measure(rows: Int32Array): Outcome
  /** Brings weights, optimizer slots and clock into the variables of the model. */
  pull(): void
  /** Goes on from what the variables of the model hold now. */
  push(): void
  dispose(): void
}
