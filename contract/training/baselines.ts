import { z } from 'zod'

/**
 * What a forecast or a guess comes to that learns next to nothing; a model that is no better has learnt nothing.
 * `last-value`: every step ahead is as the last one read; `seasonal`: as the same time a season before (Hyndman and
 * Athanasopoulos, Forecasting: Principles and Practice, 5.2). `mean`, `median`: of what is trained on, scikit-learn's
 * DummyRegressor; `most-frequent`: the largest class of what is trained on, scikit-learn's DummyClassifier, or of several
 * labels what most items have of each.
 */
export const baselineNames = ['last-value', 'seasonal', 'mean', 'median', 'most-frequent'] as const

export const Baseline = z.object({
  name: z.enum(baselineNames),
  /** Of `seasonal`: rows of a season. */
  season: z.number().nullable().default(null),
  /** Of `most-frequent`: the class. */
  class: z.string().nullable().default(null),
  /** By Keras's names, over the same items as the model's. */
  metrics: z.record(z.string(), z.number()),
})
export type Baseline = z.infer<typeof Baseline>
