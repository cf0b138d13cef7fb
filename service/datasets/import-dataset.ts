import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Dataset, type ImportOptions } from '../../contract/dataset.ts'
import { Fault } from '../../contract/failure.ts'
import { versionChange } from '../../contract/versions.ts'
import { withoutArchives } from './archives/without-archives.ts'
import type { DataContext, Progress } from './context.ts'
import { findFrom, findSame, insertDataset } from './rows.ts'
import { runInWorker } from './run-in-worker.ts'
import { datasetFolder, manifestPath, writeVersion } from './versions/version-folder.ts'

/**
 * Imports by reference: reads every file once, names the bad ones, and keeps a manifest. Cancelled, it leaves nothing.
 * `reuse`: gives the data set that was made of the same paths before, when the files still hold the same.
 * @throws Fault as planImport, and `data.nothing-usable`
 */
export async function importDataset(
  ctx: DataContext,
  paths: string[],
  options: ImportOptions = {},
  progress?: Progress,
  signal?: AbortSignal,
  reuse = false,
): Promise<Dataset> {
  const id = randomUUID()
  const folder = datasetFolder(ctx.home, id)
  const made = join(ctx.home, 'datasets', `.${id}`)
  try {
    const unpacked = await withoutArchives(ctx.home, paths, progress, signal)
    const before = findFrom(
      ctx.db,
      unpacked.map((path) => resolve(path)),
    )
    const known = before && manifestPath(ctx.home, before)
    const read = { paths: unpacked, options, folder: join(made, 'versions', '1'), known }
    const { plan, digest } = await runInWorker('read', read, progress, signal)
    if (signal?.aborted) throw new Fault('cancelled')
    const same = reuse ? findSame(ctx.db, digest, plan.paths) : null
    if (same) return same
    const dataset = insertDataset(
      ctx.db,
      Dataset.parse({ ...plan, id, version: 1, digest, createdAt: Date.now() }),
    )
    try {
      writeVersion(read.folder, dataset, versionChange('imported', { place: paths.join(', ') }))
      writeFileSync(join(made, 'dataset.json'), JSON.stringify(dataset))
      renameSync(made, folder)
    } catch (error) {
      ctx.db.prepare('DELETE FROM datasets WHERE id = ?').run(id)
      throw error
    }
    return dataset
  } finally {
    // Gone already where it was renamed in.
    rmSync(made, { recursive: true, force: true })
  }
}
