import { existsSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Dataset } from '../../../contract/data/dataset.ts'
import { DatasetVersion } from '../../../contract/data/versions.ts'
import { Fault } from '../../../contract/failure.ts'
import { Manifest } from '../versions/manifest.ts'

export const gatheredName = 'lathe-dataset.json'

/** A path within the folder: nothing that leads out of it. */
const inside = (path: string) =>
  path !== '' && !/^([a-z]:|[\\/])/i.test(path) && !path.split(/[\\/]/).includes('..')

/** What Lathe writes beside the files of a data set that it gathers; every path in it is below the folder, with `/` between folders. */
export const GatheredFile = z.object({
  format: z.literal('lathe-dataset'),
  version: z.literal(1),
  dataset: Dataset.omit({ id: true }),
  manifest: Manifest,
  /** How it came to be. */
  history: z.array(DatasetVersion),
})
export type GatheredFile = z.infer<typeof GatheredFile>

/** The gathered folder that some paths are, or that the only folder in them is; null where they are something else. */
export function gatheredFolder(paths: readonly string[]): string | null {
  const [path, ...more] = paths
  if (path === undefined || more.length || !statSync(path, { throwIfNoEntry: false })?.isDirectory())
    return null
  if (existsSync(join(path, gatheredName))) return path
  const names = readdirSync(path).filter((name) => !name.startsWith('.') && name !== '__MACOSX')
  const only = names.length === 1 ? join(path, names[0] as string) : null
  return only && existsSync(join(only, gatheredName)) ? only : null
}

/** Reads what was gathered. @throws Fault `data.gathered-damaged` */
export async function readGathered(folder: string): Promise<GatheredFile> {
  try {
    const gathered = GatheredFile.parse(JSON.parse(await readFile(join(folder, gatheredName), 'utf8')))
    const { dataset, manifest } = gathered
    const named = [
      ...dataset.paths,
      ...manifest.files.map(({ path }) => path),
      ...manifest.tables.map(({ path }) => path),
      ...manifest.idx.flatMap(({ images, labels, more }) => [images, ...more, ...(labels ? [labels] : [])]),
    ]
    const bad = named.find((path) => !inside(path))
    if (bad !== undefined) throw new Error(`${bad} leads out of the folder`)
    return gathered
  } catch (thrown) {
    throw new Fault(
      'data.gathered-damaged',
      { folder, detail: (thrown as Error).message.slice(0, 300) },
      thrown,
    )
  }
}
