import { z } from 'zod'
import { DatasetId } from '../data/dataset.ts'
import { TrainedTask } from '../data/learning-task.ts'
import { Failure } from '../failure.ts'
import { ModelDocument } from '../model/model.ts'
import { Baseline } from './baselines.ts'
import { Loss } from './losses.ts'
import { DtypePolicy, TrainingSettings } from './training.ts'

export const RunId = z.string().min(1)
export type RunId = z.infer<typeof RunId>

export const RunStatus = z.enum([
  'queued',
  'preparing',
  'training',
  'paused',
  'finished',
  'stopped',
  'failed',
  'interrupted',
])
export type RunStatus = z.infer<typeof RunStatus>
/** Nothing works on such a run. One that is paused waits for `run.resume`; its process has ended and its memory is free. */
export const endedStatuses: readonly RunStatus[] = ['paused', 'finished', 'stopped', 'failed', 'interrupted']

export const RunSpec = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  dataset: DatasetId,
  model: ModelDocument,
  settings: TrainingSettings,
  /**
   * What to start from: a weights file (a run's weights.safetensors, a Keras .weights.h5, .h5 or .keras), or a run by id or name.
   * null: from those that come with the model, else drawn at random.
   */
  weights: z.string().nullable().default(null),
})
export type RunSpec = z.infer<typeof RunSpec>

/** Metric values by Keras's names: loss, accuracy, val_loss, val_accuracy, mae ... */
export const Metrics = z.record(z.string(), z.number())
export type Metrics = z.infer<typeof Metrics>

export const EpochPoint = z.object({ epoch: z.number(), seconds: z.number(), metrics: Metrics })
export type EpochPoint = z.infer<typeof EpochPoint>

/** Means over the steps since the last point; `step` counts over the whole run, from 1. */
export const StepPoint = z.object({ step: z.number(), epoch: z.number(), metrics: Metrics })
export type StepPoint = z.infer<typeof StepPoint>

/** Where a running job stands right now. */
export const RunProgress = z.object({
  step: z.number(),
  steps: z.number(),
  epoch: z.number(),
  epochs: z.number(),
  itemsPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
  memoryBytes: z.number(),
  /**
   * What is being done in words the window translates: steps, or the validation after an epoch. `features`: the frozen layers are run
   * once, and steps count items.
   */
  phase: z.enum(['starting', 'features', 'training', 'validating', 'evaluating', 'saving']),
})
export type RunProgress = z.infer<typeof RunProgress>

export const Environment = z.object({
  lathe: z.string(),
  node: z.string(),
  tensorflow: z.string(),
  device: z.string(),
  os: z.string(),
  cpu: z.string(),
})
export type Environment = z.infer<typeof Environment>

export const RunRow = z.object({
  id: RunId,
  name: z.string(),
  status: RunStatus,
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  datasetId: z.string(),
  datasetName: z.string(),
  modelName: z.string(),
  note: z.string(),
  /** Index into the colour-blind-safe set: a run keeps its colour everywhere. */
  colour: z.number(),
  settings: TrainingSettings,
  /** Epochs that ended. */
  epochsDone: z.number(),
  /** Metrics of the last epoch, and of the one with the best validation loss (or loss). */
  last: Metrics,
  best: Metrics,
  bestEpoch: z.number().nullable(),
  device: z.string().nullable(),
  failure: Failure.nullable(),
  /** Of a run that is one of several folds: the id that it shares with the others. */
  crossValidation: z.string().nullable().default(null),
})
export type RunRow = z.infer<typeof RunRow>

/** Rows are the true classes, columns the predicted ones. */
export const Confusion = z.object({ classes: z.array(z.string()), counts: z.array(z.array(z.number())) })
export type Confusion = z.infer<typeof Confusion>

/** How well one of several labels is told, as scikit-learn's `precision_recall_fscore_support` has it. */
export const LabelScore = z.object({
  name: z.string(),
  precision: z.number(),
  recall: z.number(),
  f1: z.number(),
  /** Items that truly have it. */
  support: z.number(),
})
export type LabelScore = z.infer<typeof LabelScore>

/** What a model comes to on items, as an engine measures it. */
export const Measured = z.object({
  metrics: Metrics,
  confusion: Confusion.nullable(),
  /** Of data with several labels an item. */
  labels: z.array(LabelScore).nullable().default(null),
  items: z.number(),
})
export type Measured = z.infer<typeof Measured>

export const Evaluation = Measured.extend({
  /** The simplest guesses on the same items. */
  baselines: z.array(Baseline).default([]),
})
export type Evaluation = z.infer<typeof Evaluation>

/** What the settings came to: loss picked, learning rate, seed drawn, where validation came from. */
export const Resolved = z.object({
  loss: Loss,
  learningRate: z.number(),
  seed: z.number(),
  validation: z.string(),
  trainItems: z.number(),
  validationItems: z.number(),
  compiled: z.boolean(),
  /** Why the step was not compiled; null when it was. Early runs have it in words, and empty for null. */
  notCompiledBecause: z.union([Failure, z.string()]).nullable(),
  dtypePolicy: DtypePolicy.default('float32'),
  /** Why the policy is not the one that was asked for; null when it is. */
  otherPolicyBecause: Failure.nullable().default(null),
})
export type Resolved = z.infer<typeof Resolved>

export const Run = RunRow.extend({
  model: ModelDocument,
  /** What it learns. */
  task: TrainedTask,
  /** `baselines`: the simplest guesses on what is validated on. */
  resolved: Resolved.extend({ baselines: z.array(Baseline).default([]) }).nullable(),
  environment: Environment.nullable(),
  /** Path of the weights file that it started from, where the person named one. */
  weights: z.string().nullable().default(null),
  datasetVersion: z.number(),
  datasetDigest: z.string(),
  parameters: z.number().nullable(),
  evaluation: Evaluation.nullable(),
  epochs: z.array(EpochPoint),
  folder: z.string(),
  progress: RunProgress.nullable(),
})
export type Run = z.infer<typeof Run>

export const Prediction = z.object({
  item: z.string(),
  /** A class or a value; a list of the labels above 0.5, or of the values, where there are several. */
  prediction: z.union([z.string(), z.number(), z.array(z.string()), z.array(z.number())]),
  scores: z.record(z.string(), z.number()),
})
export type Prediction = z.infer<typeof Prediction>

/** A picture as an autoencoder reads it and as it gives it back, as data: URLs. */
export const Reconstruction = z.object({
  item: z.string(),
  /** Mean squared error, on the scale that the model reads. */
  error: z.number(),
  given: z.string(),
  made: z.string(),
})
export type Reconstruction = z.infer<typeof Reconstruction>
