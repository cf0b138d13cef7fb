import { z } from 'zod'

/** Losses of `keras.losses` that compare the shares of classes: one output a class. */
const classLosses = [
  'sparse_categorical_crossentropy',
  'categorical_crossentropy',
  'categorical_focal_crossentropy',
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
] as const

export const Loss = z.enum([...classLosses, ...twoClassLosses, ...valueLosses])
export type Loss = z.infer<typeof Loss>

const isOneOf = (names: readonly string[]) => (loss: Loss) => names.includes(loss)
export const isForClasses = isOneOf(classLosses)
export const isForTwoClasses = isOneOf(twoClassLosses)
export const isForValues = isOneOf(valueLosses)
