import { z } from 'zod'

/** Data that was prepared for models, kept so that the next run on it begins at once. */
export const PackedCache = z.object({
  bytes: z.number(),
  /** Bytes it may take before what was used longest ago is removed. */
  limit: z.number(),
  entries: z.number(),
  /** How many of them runs are reading now. */
  inUse: z.number(),
})
export type PackedCache = z.infer<typeof PackedCache>
