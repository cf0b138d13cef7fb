import { resolve } from 'node:path'
import type { GatherReport } from '../../../contract/data/dataset-files.ts'
import type { DataContext, Progress } from '../context.ts'
import { getDataset } from '../rows.ts'
import { versionsOf } from '../versions/read-version.ts'
import { runInWorker } from '../workers/run-in-worker.ts'

/** Gathers the present version of a data set into the new folder `to`. @throws Fault as `gather`, `dataset.unknown` */
export function gatherDataset(
  ctx: DataContext,
  id: string,
  to: string,
  progress?: Progress,
  signal?: AbortSignal,
): Promise<GatherReport> {
  const dataset = getDataset(ctx.db, id)
  const job = { home: ctx.home, dataset, history: versionsOf(ctx, dataset.id), to: resolve(to) }
  return runInWorker('gather', job, progress, signal)
}
