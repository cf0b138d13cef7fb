import { z } from 'zod'

/** How long a training will take, in seconds, by what earlier runs on this device took. */
export const TimeEstimate = z.object({
  low: z.number(),
  high: z.number(),
  /** `same`: runs of the same model with the same batch size; `similar`: other models, by how much they compute. */
  basis: z.enum(['same', 'similar']),
  /** How many runs it rests on. */
  runs: z.number(),
})
export type TimeEstimate = z.infer<typeof TimeEstimate>

/** What a run would do, before it is started. */
export const RunPlan = z.object({
  /** Runs there would be: one, or one for each fold. */
  runs: z.number(),
  trainItems: z.number(),
  validationItems: z.number(),
  stepsPerEpoch: z.number(),
  parameters: z.number(),
  memoryBytes: z.number(),
  /** Of all runs; null: nothing like it has run here yet. */
  time: TimeEstimate.nullable(),
  /** The metrics an epoch will have. */
  metrics: z.array(z.string()),
})
export type RunPlan = z.infer<typeof RunPlan>
