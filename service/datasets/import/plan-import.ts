import type { ImportOptions, ImportPlan } from '../../../contract/data/dataset.ts'
import type { Progress } from '../context.ts'
import { runInWorker } from '../workers/run-in-worker.ts'

/**
 * What would be imported from some paths, before anything is done. `items` is 0 where nothing can be used: see `skipped`.
 * @throws Fault `data.path-missing`, `data.path-unreadable`, `data.nothing-recognised`, `data.no-target`, `cancelled`
 */
export function planImport(
  paths: string[],
  options: ImportOptions = {},
  progress?: Progress,
  signal?: AbortSignal,
): Promise<ImportPlan> {
  return runInWorker('plan', { paths, options }, progress, signal)
}
