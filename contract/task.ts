import { z } from 'zod'
import { Failure } from './failure.ts'

export const TaskId = z.string().min(1)

/** Something long the service is doing: scanning, importing, preparing data. Shown with progress and a cancel button. */
export const Task = z.object({
  id: TaskId,
  kind: z.enum(['plan', 'import', 'prepare', 'predict', 'evaluate', 'profile', 'check', 'gather']),
  title: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number(),
  /** 0 while the end is not known yet. */
  total: z.number(),
  unit: z.enum(['files', 'items', 'bytes', 'rows', 'percent']),
  failure: Failure.optional(),
})
export type Task = z.infer<typeof Task>
