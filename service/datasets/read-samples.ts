import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dataset, SamplePage } from '../../contract/dataset.ts'
import { completeManifest } from './complete-manifest.ts'
import type { DataContext } from './context.ts'
import { Manifest } from './manifest.ts'
import { datasetFolder, getDataset } from './rows.ts'
import { runInWorker } from './run-in-worker.ts'
import type { SampleJob } from './samples.ts'

export async function readSamples(ctx: DataContext, query: SampleJob['query']): Promise<SamplePage> {
  const dataset = getDataset(ctx.db, query.dataset)
  return runInWorker('samples', { dataset, manifest: await readManifest(ctx.home, dataset), query })
}

export async function readManifest(home: string, dataset: Dataset): Promise<Manifest> {
  const written = await readFile(join(datasetFolder(home, dataset.id), 'manifest.json'), 'utf8')
  return Manifest.parse(completeManifest(JSON.parse(written), dataset))
}
