import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { Dataset } from '../../../contract/data/dataset.ts'
import { DatasetVersion, versionChange } from '../../../contract/data/versions.ts'
import { Fault } from '../../../contract/failure.ts'
import type { DataContext } from '../context.ts'
import { getDataset } from '../rows.ts'
import { datasetFolder, versionFolder } from './version-folder.ts'

/** Every version of a data set, newest first. @throws Fault `dataset.unknown` */
export function versionsOf(ctx: DataContext, idOrName: string): DatasetVersion[] {
  return entriesOf(ctx.home, getDataset(ctx.db, idOrName))
}

/**
 * A data set as it was: its name is the present one.
 * @throws Fault `dataset.unknown`, `dataset.no-version`
 */
export function readVersion(ctx: DataContext, idOrName: string, version: number): Dataset {
  const present = getDataset(ctx.db, idOrName)
  if (version === present.version) return present
  const file = join(versionFolder(ctx.home, present.id, version), 'dataset.json')
  const kept = version < present.version ? read(file, Dataset) : null
  if (!kept) throw new Fault('dataset.no-version', { name: present.name, version })
  return { ...kept, name: present.name }
}

/**
 * The data that a run saw: the newest version with its digest, which knows best where the files lie now; else the version that it
 * recorded.
 * @throws Fault `dataset.unknown`, `dataset.no-version`
 */
export function versionSeen(
  ctx: DataContext,
  run: { datasetId: string; datasetVersion: number; datasetDigest: string },
): Dataset {
  const versions = versionsOf(ctx, run.datasetId)
  const same = versions.find(({ digest }) => digest === run.datasetDigest)
  return readVersion(ctx, run.datasetId, same?.version ?? run.datasetVersion)
}

/** The digests of all versions: what may have been packed of it. */
export function digestsOf(home: string, dataset: Dataset): Set<string> {
  return new Set([dataset.digest, ...entriesOf(home, dataset).map(({ digest }) => digest)])
}

function entriesOf(home: string, present: Dataset): DatasetVersion[] {
  const folder = join(datasetFolder(home, present.id), 'versions')
  let names: string[] = []
  try {
    names = readdirSync(folder)
  } catch {
    // An early data set, never changed.
  }
  const entries = names
    .flatMap((name) => read(join(folder, name, 'version.json'), DatasetVersion) ?? [])
    // One above the present was being made when the service was killed.
    .filter(({ version }) => version <= present.version)
    .sort((a, b) => b.version - a.version)
  if (entries.length) return entries
  const { version, createdAt, digest, items, paths } = present
  return [
    { version, createdAt, digest, items, change: versionChange('imported', { place: paths.join(', ') }) },
  ]
}

function read<T>(file: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}
