import { z } from 'zod'

export const Loss = z.enum([
  'sparse_categorical_crossentropy',
  'categorical_crossentropy',
  'binary_crossentropy',
  'mean_squared_error',
  'mean_absolute_error',
])
export type Loss = z.infer<typeof Loss>

/** `momentum` is Keras's SGD with momentum 0.9: a name of its own because people look for it. */
export const OptimizerName = z.enum(['sgd', 'momentum', 'adam', 'rmsprop'])
export type OptimizerName = z.infer<typeof OptimizerName>

/** Keras's default learning rates. */
export const defaultLearningRate: Record<OptimizerName, number> = {
  sgd: 0.01,
  momentum: 0.01,
  adam: 0.001,
  rmsprop: 0.001,
}

/** Where the validation items come from. `last` is Keras's `validation_split`: the last rows before any shuffling. */
export const SplitKind = z.enum(['stratified', 'random', 'last'])

export const TrainingSettings = z.object({
  /** null: chosen from the model's last layer and the data. */
  loss: Loss.nullable().default(null),
  optimizer: OptimizerName.default('adam'),
  learningRate: z.number().positive().max(100).nullable().default(null),
  epochs: z.number().int().min(1).max(100_000).default(5),
  batchSize: z.number().int().min(1).max(65_536).default(32),
  /** Share of the train part held out, 0 to 0.9. null: the set's own validation or test part where it has one, else 0.2. */
  validationSplit: z.number().min(0).max(0.9).nullable().default(null),
  splitKind: SplitKind.default('stratified'),
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
})
export type TrainingSettings = z.infer<typeof TrainingSettings>
export const defaultSettings: TrainingSettings = TrainingSettings.parse({})
