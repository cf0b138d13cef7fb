import type { SamplePage } from '../../contract/dataset.ts'
import type { DataContext } from './context.ts'
import { getDataset } from './rows.ts'
import { runInWorker } from './run-in-worker.ts'
import type { SampleJob } from './samples.ts'

export async function readSamples(ctx: DataContext, query: SampleJob['query']): Promise<SamplePage> {
  const dataset = getDataset(ctx.db, query.dataset)
  return runInWorker('samples', { home: ctx.home, dataset, query })
}
