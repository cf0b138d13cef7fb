import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { constants, copyFile, mkdir, rename, rm, rmdir, statfs, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { GatherReport } from '../../../contract/data/dataset-files.ts'
import type { DatasetVersion } from '../../../contract/data/versions.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Hooks } from '../context.ts'
import { refuseFiles } from '../versions/check-files.ts'
import { readManifest } from '../versions/version-folder.ts'
import { withPaths } from '../versions/with-paths.ts'
import { eachOf } from '../workers/each-of.ts'
import { type GatheredFile, gatheredName } from './gathered-file.ts'

export interface Gather {
  home: string
  dataset: Dataset
  history: DatasetVersion[]
  /** The folder to make, as an absolute path. */
  to: string
}

/**
 * Copies all files of a data set into one new folder, with what Lathe knows of them beside: dropped into any Lathe, it is the same data set.
 * Made aside and renamed in; cancelled, it leaves nothing.
 * @throws Fault `data.folder-in-use`, `data.file-changed`, `data.no-space`, `disk-full`, `cancelled`
 */
export async function gather({ home, dataset, history, to }: Gather, hooks: Hooks): Promise<GatherReport> {
  if (existsSync(to) && !isEmpty(to)) throw new Fault('data.folder-in-use', { folder: to })
  const manifest = await readManifest(home, dataset)
  await refuseFiles(dataset, manifest.files, hooks)
  await mkdir(dirname(to), { recursive: true })
  const bytes = manifest.files.reduce((sum, { size }) => sum + size, 0)
  await refuseNoSpace(dirname(to), bytes)
  const places = placesOf(dataset.paths)
  const place = (path: string) => {
    const at = dataset.paths.findIndex((root) => path === root || path.startsWith(root + sep))
    const root = dataset.paths[at]
    if (root === undefined) return basename(path)
    return [places[at], ...relative(root, path).split(sep)].filter(Boolean).join('/')
  }
  const made = join(dirname(to), `.${basename(to)}-${randomUUID()}`)
  try {
    let done = 0
    await eachOf(manifest.files, 4, async ({ path, size }) => {
      hooks.check()
      const target = join(made, place(path))
      await mkdir(dirname(target), { recursive: true })
      await copyFile(path, target, constants.COPYFILE_FICLONE)
      done += size
      hooks.progress(done, bytes, 'bytes')
    })
    const { id: _id, ...kept } = dataset
    const skipped = dataset.skipped.map((one) => ({ ...one, file: place(one.file) }))
    const gathered: GatheredFile = {
      format: 'lathe-dataset',
      version: 1,
      dataset: { ...kept, paths: places, skipped },
      manifest: withPaths(manifest, place),
      history,
    }
    await writeFile(join(made, gatheredName), JSON.stringify(gathered), { flush: true })
    hooks.check()
    if (existsSync(to)) await rmdir(to)
    await rename(made, to)
  } finally {
    // Gone already where it was renamed.
    await rm(made, { recursive: true, force: true })
  }
  return { folder: to, files: manifest.files.length, bytes }
}

const isEmpty = (folder: string) => {
  try {
    return readdirSync(folder).length === 0
  } catch {
    return false // a file
  }
}

/** What each imported path is called in the folder: its own name, with a number before it where two are called the same. */
function placesOf(paths: string[]): string[] {
  const names = paths.map((path) => basename(path) || 'files')
  const twice = new Set(names).size < names.length
  return names.map((name, index) => (twice ? `${index + 1}-${name}` : name))
}

async function refuseNoSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  // Something is left for everybody else.
  if (bytes + 64 * 2 ** 20 <= free) return
  const inGigabytes = (size: number) => `${(size / 1e9).toPrecision(3)} GB`
  throw new Fault('data.no-space', { folder, needed: inGigabytes(bytes), free: inGigabytes(free) })
}
