import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Dataset, type ImportOptions } from '../../../contract/data/dataset.ts'
import { versionChange } from '../../../contract/data/versions.ts'
import { Fault } from '../../../contract/failure.ts'
import { withoutArchives } from '../archives/without-archives.ts'
import type { DataContext, Progress } from '../context.ts'
import { gatheredFolder } from '../gathered/gathered-file.ts'
import { findFrom, findSame, insertDataset } from '../rows.ts'
import { datasetFolder, manifestPath, writeVersion } from '../versions/version-folder.ts'
import { runInWorker } from '../workers/run-in-worker.ts'

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
    const version = join(made, 'versions', '1')
    const found = await readInto(ctx, version, unpacked, options, progress, signal)
    if (signal?.aborted) throw new Fault('cancelled')
    const same = reuse ? findSame(ctx.db, found.contents ?? found.digest, found.paths) : null
    if (same) return same
    const dataset = insertDataset(ctx.db, { ...found, id })
    try {
      writeVersion(version, dataset, versionChange('imported', { place: paths.join(', ') }))
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

/** Reads what lies in some paths, leaves manifest.json in `folder`, and gives the data set that it is. */
async function readInto(
  ctx: DataContext,
  folder: string,
  given: string[],
  options: ImportOptions,
  progress?: Progress,
  signal?: AbortSignal,
): Promise<Omit<Dataset, 'id'>> {
  const paths = given.map((path) => resolve(path))
  const { name, ...otherwise } = options
  const gathered = gatheredFolder(paths)
  // Who wants it read otherwise wants the files, not what was decided about them.
  if (gathered && !Object.keys(otherwise).length) {
    const job = { folder: gathered, made: folder }
    const { dataset } = await runInWorker('takeInGathered', job, progress, signal)
    return { ...dataset, name: name ?? dataset.name }
  }
  const before = findFrom(ctx.db, paths)
  const job = { paths, options, folder, known: before && manifestPath(ctx.home, before) }
  const { plan, digest } = await runInWorker('read', job, progress, signal)
  return Dataset.omit({ id: true }).parse({ ...plan, version: 1, digest, createdAt: Date.now() })
}
