import { z } from 'zod'
import { Augmentation } from '../data/augmentation.ts'
import { Folds } from '../data/folds.ts'
import { Arguments } from './argument-ranges.ts'
import { CheckpointTimes, EarlyStopping, ModelCheckpoint, ReduceLROnPlateau } from './callbacks.ts'
import { Loss } from './losses.ts'
import { MetricName } from './metrics.ts'
import { OptimizerName } from './optimizers.ts'
import { LearningRateSchedule } from './schedules.ts'

/** Where the validation items come from. `last` is Keras's `validation_split`: the last rows before any shuffling. */
export const SplitKind = z.enum(['stratified', 'random', 'last'])

/** Policies of `keras.dtype_policies`. `mixed_bfloat16`: matrix products and convolutions in bfloat16, all else in float32. */
export const DtypePolicy = z.enum(['float32', 'mixed_bfloat16'])
export type DtypePolicy = z.infer<typeof DtypePolicy>

const Fields = z.object({
  /** null: chosen from the model's last layer and the data. */
  loss: Loss.nullable().default(null),
  /** What is measured besides the loss, by Keras's names. null: accuracy for classes, mae and mse for numbers. */
  metrics: z.array(MetricName).min(1).nullable().default(null),
  /** What is measured with each item counted as much as it weighs, by its class or its own weight: Keras's `weighted_metrics`. */
  weightedMetrics: z.array(MetricName).default([]),
  /** Arguments of the loss by Keras's names; what is not given has Keras's default. */
  lossSettings: Arguments.default({}),
  optimizer: OptimizerName.default('adam'),
  /** Arguments of the optimizer by Keras's names; what is not given has Keras's default. */
  optimizerSettings: Arguments.default({}),
  learningRate: z.number().positive().max(100).nullable().default(null),
  /** How the rate goes on from `learningRate`; null: it stays. */
  schedule: LearningRateSchedule.nullable().default(null),
  epochs: z.number().int().min(1).max(100_000).default(5),
  batchSize: z.number().int().min(1).max(65_536).default(32),
  /**
   * How much an item counts in the loss that is trained on, by the name of its class (`class_weight` of Keras's fit; a class
   * that is not named counts 1). `balanced`: items / (classes x items of the class), as scikit-learn has it.
   */
  classWeight: z
    .union([z.literal('balanced'), z.record(z.string(), z.number().min(0))])
    .nullable()
    .default(null),
  /**
   * Share of the train part held out, 0 to 0.9. null: as the data set's split has it; without one, the set's own validation or
   * test part where it has one, else 0.2.
   */
  validationSplit: z.number().min(0).max(0.9).nullable().default(null),
  /** null: as the data set's split has it; `stratified` where it has none. */
  splitKind: SplitKind.nullable().default(null),
  /** How what is trained on is varied. null: as the data set has it; a run keeps what that was. */
  augmentation: Augmentation.nullable().default(null),
  /** Deals the train part out into folds, whatever the data set's split is. null: as `validationSplit` has it. */
  folds: Folds.nullable().default(null),
  /** Which fold is validated on, from 0, where there are folds or the data set's split is k-fold. null: the first, or the one that the split names. */
  fold: z.number().int().min(0).max(99).nullable().default(null),
  shuffle: z.boolean().default(true),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .nullable()
    .default(null),
  /** Graph compilation of the step; `off` trains op by op. */
  compile: z.boolean().default(true),
  dtypePolicy: DtypePolicy.default('float32'),
  /** Whether a GPU's memory is taken as it is needed, so that other programs have the rest; else all of it at the start. */
  gpuMemoryGrowth: z.boolean().default(true),
  checkpoint: CheckpointTimes.default(CheckpointTimes.parse({})),
  /** The callbacks of Keras; null leaves one out. */
  earlyStopping: EarlyStopping.nullable().default(null),
  bestCheckpoint: ModelCheckpoint.nullable().default(null),
  reduceOnPlateau: ReduceLROnPlateau.nullable().default(null),
  /** Whether training ends at a loss that is not finite; then it is looked for where it came from. */
  terminateOnNaN: z.boolean().default(true),
})
export const TrainingSettings = Fields.refine(
  ({ schedule, reduceOnPlateau }) => !schedule || !reduceOnPlateau,
  {
    path: ['reduceOnPlateau'],
    // Keras refuses the two together as well: a schedule has the rate to itself.
    message: 'goes with a constant learning rate, not with a schedule',
  },
)
export type TrainingSettings = z.infer<typeof TrainingSettings>
export const defaultSettings: TrainingSettings = TrainingSettings.parse({})

/** How many runs settings ask for: one for each fold, where no fold is named. */
export const runsAsked = ({ folds, fold }: Pick<TrainingSettings, 'folds' | 'fold'>): number =>
  folds && fold === null ? folds.folds : 1
