import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dataset, ImportOptions } from '../../contract/dataset.ts'
import { Fault } from '../../contract/failure.ts'
import type { DataContext, Progress } from './context.ts'
import { datasetFolder, insertDataset } from './rows.ts'
import { runInWorker } from './run-in-worker.ts'

/**
 * Imports by reference: reads every file once, names the bad ones, and keeps a manifest. Cancelled, it leaves nothing.
 * @throws Fault as planImport, and `data.nothing-usable`
 */
export async function importDataset(
  ctx: DataContext,
  paths: string[],
  options: ImportOptions = {},
  progress?: Progress,
  signal?: AbortSignal,
): Promise<Dataset> {
  const id = randomUUID()
  const folder = datasetFolder(ctx.home, id)
  const made = join(ctx.home, 'datasets', `.${id}`)
  try {
    const { plan, digest } = await runInWorker('read', { paths, options, folder: made }, progress, signal)
    if (signal?.aborted) throw new Fault('cancelled')
    const dataset = insertDataset(ctx.db, { ...plan, id, version: 1, digest, createdAt: Date.now() })
    try {
      writeFileSync(join(made, 'dataset.json'), JSON.stringify(dataset))
      renameSync(made, folder)
    } catch (error) {
      ctx.db.prepare('DELETE FROM datasets WHERE id = ?').run(id)
      throw error
    }
    return dataset
  } catch (error) {
    rmSync(made, { recursive: true, force: true })
    throw error
  }
}
