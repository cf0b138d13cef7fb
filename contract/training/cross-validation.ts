import { z } from 'zod'
import { Metrics, RunId, RunStatus } from './run.ts'

export const CrossValidationId = z.string().min(1)

/** Over folds: as numpy.mean and numpy.std give them of what scikit-learn's `cross_validate` measures. */
export const Spread = z.object({ mean: z.number(), std: z.number() })
export type Spread = z.infer<typeof Spread>

/** Runs that train the same model on the same data, each without another fold, and what they come to together. */
export const CrossValidation = z.object({
  id: CrossValidationId,
  name: z.string(),
  createdAt: z.number(),
  datasetName: z.string(),
  modelName: z.string(),
  /** How many folds there are; runs may have been deleted. */
  folds: z.number(),
  runs: z.array(
    z.object({
      run: RunId,
      name: z.string(),
      /** From 0. */
      fold: z.number(),
      status: RunStatus,
      epochsDone: z.number(),
      /** On the fold that was held out, at the end; null where it was not measured. */
      metrics: Metrics.nullable(),
      /** The best of the simplest guesses on the same fold, metric by metric. */
      guess: Metrics,
    }),
  ),
  /** Of each metric, over the folds that were measured. */
  summary: z.record(z.string(), Spread),
  guess: z.record(z.string(), Spread),
})
export type CrossValidation = z.infer<typeof CrossValidation>
