import { existsSync, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { RepointReport } from '../../../contract/data/dataset-files.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Hooks } from '../context.ts'
import { fileKey } from '../excluded/file-key.ts'
import { allFiles, walkPaths } from '../import/walk-paths.ts'
import { fileList } from './file-list.ts'
import { hashFile, type Manifest, type ManifestFile } from './manifest.ts'
import { readManifest } from './version-folder.ts'
import { withPaths } from './with-paths.ts'

export interface Repoint {
  home: string
  dataset: Dataset
  /** Where the files are now: an absolute path. */
  to: string
  /** Where manifest.json is written. */
  folder: string
}

/**
 * Finds the files of a data set in another place: by their path below it, and those that are not there by their contents. What is found
 * nowhere keeps its place below the new one, where a check names it as missing. The digest stays.
 * @throws Fault `data.path-missing`, `data.not-found-there`, `cancelled`
 */
export async function repoint(
  { home, dataset, to, folder }: Repoint,
  hooks: Hooks,
): Promise<{ report: RepointReport; dataset: Dataset }> {
  if (!existsSync(to)) throw new Fault('data.path-missing', { path: to })
  const { files } = await readManifest(home, dataset)
  const paths = dataset.paths.map((path, index) => newRoot(dataset.paths, index, to, filesBelow(path, files)))
  const expected = (path: string) => {
    const at = rootOf(dataset.paths, path)
    return at < 0 ? path : join(paths[at] as string, relative(dataset.paths[at] as string, path))
  }
  const found = new Map<string, string>()
  for (const [index, file] of files.entries()) {
    hooks.check()
    if (await holds(expected(file.path), file)) found.set(file.path, expected(file.path))
    hooks.progress(index + 1, files.length, 'files')
  }
  const lost = files.filter(({ path }) => !found.has(path))
  const moved = lost.length ? await findByContents(to, lost, hooks) : new Map<string, string>()
  if (!found.size && !moved.size) throw new Fault('data.not-found-there', { name: dataset.name, place: to })
  const place = (path: string) => found.get(path) ?? moved.get(path) ?? expected(path)
  const manifest = withTimes(withPaths(await readManifest(home, dataset), place))
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  const left = new Set(dataset.excluded.files)
  const excluded = files
    .filter(({ path }) => left.has(fileKey(dataset.paths, path)))
    .map(({ path }) => fileKey(paths, place(path)))
  return {
    dataset: {
      ...dataset,
      paths,
      excluded: { ...dataset.excluded, files: excluded.sort() },
      skipped: dataset.skipped.map((one) => ({ ...one, file: expected(one.file) })),
    },
    report: {
      files: files.length,
      found: found.size + moved.size,
      moved: moved.size,
      missing: fileList(
        dataset,
        lost.map(({ path }) => path).filter((path) => !moved.has(path)),
      ),
    },
  }
}

const filesBelow = (root: string, files: ManifestFile[]) =>
  files.filter(({ path }) => rootOf([root], path) === 0).map(({ path }) => relative(root, path))

/** The number of the path that a file was imported with; -1 where it lies in none. */
function rootOf(paths: string[], file: string): number {
  return paths.findIndex((path) => file === path || !/^\.\.|^[a-z]:|^[\\/]/i.test(relative(path, file)))
}

/** Where an imported path is now: the new place itself, or what has its name below it, whichever has more of its first files. */
function newRoot(paths: string[], index: number, to: string, files: string[]): string {
  const name = basename(paths[index] as string)
  const places =
    paths.length === 1 ? [to, join(to, name)] : [join(to, `${index + 1}-${name}`), join(to, name), to]
  const some = files.slice(0, 100)
  const there = (root: string) => some.filter((file) => existsSync(file ? join(root, file) : root)).length
  // Of a file that was imported by itself a folder is no new place.
  const fit = places.filter((place) => files[0] !== '' || !isFolder(place))
  const counts = fit.map(there)
  return fit[counts.indexOf(Math.max(...counts))] ?? join(to, name)
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/** Whether the file at `path` has the contents of `file`. */
async function holds(path: string, file: ManifestFile): Promise<boolean> {
  const now = statSync(path, { throwIfNoEntry: false })
  if (!now?.isFile() || now.size !== file.size) return false
  return now.mtimeMs === file.mtime || (await hashFile(path, file.size).catch(() => '')) === file.hash
}

/** Where below a folder files with the contents of `lost` lie: only those of the same size are read. */
async function findByContents(to: string, lost: ManifestFile[], hooks: Hooks): Promise<Map<string, string>> {
  const wanted = new Map<string, string[]>()
  for (const { hash, path } of lost) wanted.set(hash, [...(wanted.get(hash) ?? []), path])
  const sizes = new Set(lost.map(({ size }) => size))
  const found = new Map<string, string>()
  for (const path of allFiles(await walkPaths([to], hooks))) {
    hooks.check()
    const { size } = statSync(path, { throwIfNoEntry: false }) ?? { size: -1 }
    if (!sizes.has(size)) continue
    const hash = await hashFile(path, size).catch(() => '')
    const old = wanted.get(hash)?.shift()
    if (old !== undefined) found.set(old, path)
  }
  return found
}

/** With the times that the files have now, so that the next look at them is a quick one. */
function withTimes(manifest: Manifest): Manifest {
  const files = manifest.files.map((file) => {
    const now = statSync(file.path, { throwIfNoEntry: false })
    return now?.size === file.size ? { ...file, mtime: now.mtimeMs } : file
  })
  return { ...manifest, files }
}
