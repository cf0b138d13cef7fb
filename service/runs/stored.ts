import { z } from 'zod'
import { Run } from '../../contract/training/run.ts'

/** A run as it is kept: what the contract shows, less what is kept elsewhere, and what predicting needs to know. */
export const StoredRun = Run.omit({ epochs: true, folder: true, progress: true }).extend({
  /** Class names at the time of training: the data set may be gone when the run is used. */
  classes: z.array(z.string()),
})
export type StoredRun = z.infer<typeof StoredRun>
