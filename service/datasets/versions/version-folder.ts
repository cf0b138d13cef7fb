import { existsSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { DatasetVersion, VersionChange } from '../../../contract/data/versions.ts'
import { completeManifest } from './complete-manifest.ts'
import { Manifest } from './manifest.ts'

/**
 * `datasets/<id>/`: `dataset.json`, the same as the database's row, and `versions/<n>/` with `manifest.json`, `dataset.json` and
 * `version.json` (when, and what was changed). A version is never written to again; the row says which one is the present.
 */
export function datasetFolder(home: string, id: string): string {
  return join(home, 'datasets', id)
}

/** The folder of a version of a data set. */
export function versionFolder(home: string, id: string, version: number): string {
  return join(datasetFolder(home, id), 'versions', String(version))
}

/** The manifest of a version. Early data sets, which have no versions, have theirs beside dataset.json. */
export function manifestPath(home: string, { id, version }: Pick<Dataset, 'id' | 'version'>): string {
  const path = join(versionFolder(home, id, version), 'manifest.json')
  return existsSync(path) ? path : join(datasetFolder(home, id), 'manifest.json')
}

/** The manifest of the version that `dataset` is. Long for many files: to be called in worker threads. */
export function readManifest(home: string, dataset: Dataset): Promise<Manifest> {
  return readManifestFile(manifestPath(home, dataset), dataset)
}

/** The one that was read last, for a page of samples after the other: a version's manifest is never written to again. */
let last: { path: string; manifest: Manifest } | null = null

/** Reads a manifest of `dataset`. It is shared, so that nobody may change it. */
export async function readManifestFile(path: string, dataset: Dataset): Promise<Manifest> {
  if (last?.path === path) return last.manifest
  const manifest = Manifest.parse(completeManifest(JSON.parse(await readFile(path, 'utf8')), dataset))
  if (isMainThread) return manifest
  last = { path, manifest }
  return manifest
}

/** Writes what a version's folder holds beside the manifest, through to the disk. */
export function writeVersion(
  folder: string,
  dataset: Dataset,
  change: VersionChange,
  createdAt = Date.now(),
): void {
  const { version, digest, items } = dataset
  const entry: DatasetVersion = { version, createdAt, digest, items, change }
  writeFileSync(join(folder, 'dataset.json'), JSON.stringify(dataset), { flush: true })
  writeFileSync(join(folder, 'version.json'), JSON.stringify(entry), { flush: true })
}
