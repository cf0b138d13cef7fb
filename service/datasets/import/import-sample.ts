import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { DataContext, Progress } from '../context.ts'
import { importDataset } from './import-dataset.ts'

const samples = fileURLToPath(new URL('../../../resources/samples', import.meta.url))

/** What a sample consists of, and the name it gets in the list. */
const known = {
  'fashion-mnist': { path: join(samples, 'fashion-mnist'), name: 'Fashion-MNIST (sample)' },
  iris: { path: join(samples, 'iris', 'iris.csv'), name: 'Iris' },
}

/** Imports one of the data sets that ship with Lathe, so that the first click can train. @throws Fault as importDataset */
export function importSample(
  ctx: DataContext,
  sample: keyof typeof known,
  progress?: Progress,
  signal?: AbortSignal,
): Promise<Dataset> {
  const { path, name } = known[sample]
  return importDataset(ctx, [path], { name }, progress, signal)
}
