import { z } from 'zod'

/** Losses of `keras.losses` that compare the shares of classes: one output a class. */
const classLosses = [
  'sparse_categorical_crossentropy',
  'categorical_crossentropy',
  'categorical_focal_crossentropy',
  'categorical_generalized_cross_entropy',
  'categorical_hinge',
] as const

/** Losses of `keras.losses` for two classes and one output. */
const twoClassLosses = ['binary_crossentropy', 'binary_focal_crossentropy'] as const

/** Losses of `keras.losses` for numbers. On classes they take an output of each class to be 1 or 0, as Keras does on one-hot targets. */
const valueLosses = [
  'mean_squared_error',
  'mean_absolute_error',
  'mean_absolute_percentage_error',
  'mean_squared_logarithmic_error',
  'huber',
  'log_cosh',
  'cosine_similarity',
  'poisson',
  'kl_divergence',
  'hinge',
  'squared_hinge',
  'dice',
  'tversky',
] as const

export const Loss = z.enum([...classLosses, ...twoClassLosses, ...valueLosses])
export type Loss = z.infer<typeof Loss>

const isOneOf = (names: readonly string[]) => (loss: Loss) => names.includes(loss)
export const isForClasses = isOneOf(classLosses)
export const isForTwoClasses = isOneOf(twoClassLosses)
export const isForValues = isOneOf(valueLosses)

/** The arguments of `keras.losses`, by Keras's names. */
export type LossSettings = Record<string, number | boolean | null>

const smoothing: LossSettings = { label_smoothing: 0 }
/** Lin et al., 2018, "Focal Loss for Dense Object Detection". */
const focal: LossSettings = { gamma: 2, alpha: 0.25 }

/** Keras's defaults of a loss's arguments; a loss that is not named here takes none. */
const defaults: Partial<Record<Loss, LossSettings>> = {
  categorical_crossentropy: smoothing,
  binary_crossentropy: smoothing,
  categorical_focal_crossentropy: { ...focal, ...smoothing },
  binary_focal_crossentropy: { apply_class_balancing: false, ...focal, ...smoothing },
  categorical_generalized_cross_entropy: { q: 0.5 },
  huber: { delta: 1 },
  // null: over all values of a batch at once; -1: of each item by itself.
  dice: { axis: null },
  tversky: { alpha: 0.5, beta: 0.5, axis: null },
}
/** The arguments that a loss takes, with Keras's defaults. */
export const lossDefaults = (loss: Loss): LossSettings => defaults[loss] ?? {}

/** Whether a loss is one number of a whole batch, so that what is measured depends on the batch size. */
export const isOfBatch = (loss: Loss, { axis = null }: LossSettings): boolean =>
  (loss === 'dice' || loss === 'tversky') && axis === null
