import type { SamplePage } from '../../contract/dataset.ts'
import type { DataContext } from './context.ts'
import { getDataset } from './rows.ts'
import { runInWorker } from './run-in-worker.ts'
import type { SampleJob } from './samples.ts'
import { readManifest } from './versions/version-folder.ts'

export async function readSamples(ctx: DataContext, query: SampleJob['query']): Promise<SamplePage> {
  const dataset = getDataset(ctx.db, query.dataset)
  return runInWorker('samples', { dataset, manifest: await readManifest(ctx.home, dataset), query })
}
