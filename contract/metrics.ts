import { z } from 'zod'

/** Metrics of `keras.metrics` that tell classes apart, by Keras's names. */
export const classMetrics = ['accuracy', 'sparse_top_k_categorical_accuracy'] as const
/** Metrics of `keras.metrics` for numbers. */
export const valueMetrics = [
  'mae',
  'mse',
  'mean_absolute_percentage_error',
  'mean_squared_logarithmic_error',
  'log_cosh',
] as const

export const MetricName = z.enum([...classMetrics, ...valueMetrics])
export type MetricName = z.infer<typeof MetricName>
