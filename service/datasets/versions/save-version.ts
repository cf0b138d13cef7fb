import { randomUUID } from 'node:crypto'
import { copyFileSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { Dataset } from '../../../contract/data/dataset.ts'
import { type VersionChange, versionChange } from '../../../contract/data/versions.ts'
import type { Core } from '../../app/core.ts'
import { getDataset } from '../rows.ts'
import { runInWorker } from '../workers/run-in-worker.ts'
import { digestOf } from './digest.ts'
import { datasetFolder, manifestPath, versionFolder, writeVersion } from './version-folder.ts'

type Keeper = Pick<Core, 'db' | 'home' | 'announce'>

/** What the next version is to be. */
export interface NextVersion {
  dataset: Dataset
  change: VersionChange
  /** Where a worker wrote a new manifest, which is moved from there, and the digest of its contents. Absent: as before. */
  manifest?: { file: string; contents: string }
}

/** One change at a time for each data set. */
const underWay = new Map<string, Promise<unknown>>()

/**
 * The one way to change a data set: makes version n + 1 of what `next` gives for the present one, and keeps those before it.
 * `next` may ask for as long as it wants; null from it leaves all as it is. Killed at any moment, it leaves the old version or
 * the new one. Id, name, version and digests are set here, whatever `next` says of them.
 *
 * @example saveVersion(core, id, (dataset) => ({ dataset: { ...dataset, split }, change: versionChange('split') }))
 * @throws Fault `dataset.unknown`, and what `next` throws
 */
export async function saveVersion(
  core: Keeper,
  idOrName: string,
  next: (present: Dataset) => NextVersion | null | Promise<NextVersion | null>,
): Promise<Dataset> {
  const { id } = getDataset(core.db, idOrName)
  const before = underWay.get(id) ?? Promise.resolve()
  const mine = before.then(() => save(core, id, next))
  const settled = mine.catch(() => {})
  underWay.set(id, settled)
  try {
    return await mine
  } finally {
    if (underWay.get(id) === settled) underWay.delete(id)
  }
}

async function save(core: Keeper, id: string, next: Parameters<typeof saveVersion>[2]): Promise<Dataset> {
  const present = getDataset(core.db, id)
  const wanted = await next(present)
  if (!wanted) return present
  const changed = Dataset.parse({ ...wanted.dataset, id, version: present.version + 1 })
  const contents = wanted.manifest?.contents ?? (await contentsAfter(core.home, present, changed))
  const digest = digestOf(contents, changed)
  const { contents: _old, ...rest } = changed
  const dataset: Dataset = { ...rest, digest, ...(digest === contents ? {} : { contents }) }
  keepPresent(core.home, present)
  const aside = join(core.home, 'datasets', `.${randomUUID()}`)
  try {
    mkdirSync(aside, { recursive: true })
    if (wanted.manifest) renameSync(wanted.manifest.file, join(aside, 'manifest.json'))
    else shareFile(manifestPath(core.home, present), join(aside, 'manifest.json'))
    return commit(core, aside, dataset, wanted.change)
  } finally {
    // Gone already where it was renamed in.
    rmSync(aside, { recursive: true, force: true })
  }
}

/** From the moment the row is written the version is the present one; until then its folder is nobody's and may be replaced. */
function commit(core: Keeper, aside: string, dataset: Dataset, change: VersionChange): Dataset {
  // It may have been renamed, or deleted, while the change was thought about.
  const named = { ...dataset, name: getDataset(core.db, dataset.id).name }
  const folder = versionFolder(core.home, dataset.id, dataset.version)
  const json = JSON.stringify(named)
  writeVersion(aside, named, change)
  rmSync(folder, { recursive: true, force: true })
  renameSync(aside, folder)
  core.db.prepare('UPDATE datasets SET json = ? WHERE id = ?').run(json, dataset.id)
  writeFileAtomic.sync(join(datasetFolder(core.home, dataset.id), 'dataset.json'), json)
  core.announce.tables('datasets')
  return named
}

/** The digest of the files once more: it stays as long as they are read as before. */
async function contentsAfter(home: string, present: Dataset, changed: Dataset): Promise<string> {
  const reading = ({ kind, task, classes, columns, series }: Dataset) =>
    JSON.stringify([kind, task, classes, columns.map(({ name, type, role }) => [name, type, role]), series])
  if (reading(present) === reading(changed)) return present.contents ?? present.digest
  return runInWorker('contents', { home, from: present, dataset: changed })
}

/** An early data set has no folder for the version it is: it gets one before the first change. */
function keepPresent(home: string, present: Dataset): void {
  const folder = versionFolder(home, present.id, present.version)
  const manifest = manifestPath(home, present)
  if (manifest === join(folder, 'manifest.json')) return
  const aside = join(home, 'datasets', `.${randomUUID()}`)
  mkdirSync(aside, { recursive: true })
  shareFile(manifest, join(aside, 'manifest.json'))
  const change = versionChange('imported', { place: present.paths.join(', ') })
  writeVersion(aside, present, change, present.createdAt)
  mkdirSync(join(folder, '..'), { recursive: true })
  renameSync(aside, folder)
}

/** A manifest is never written to again, so that versions of the same files can share one. */
function shareFile(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to) // a file system without links
  }
}
