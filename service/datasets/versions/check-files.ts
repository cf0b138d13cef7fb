import { statSync } from 'node:fs'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Hooks } from '../context.ts'
import { keptFiles } from '../excluded/kept.ts'
import { hashFile, type Manifest, type ManifestFile } from './manifest.ts'

export interface FilesNow {
  /** Paths of files that are not there, or cannot be looked at. */
  missing: string[]
  /** Paths of files that hold something else than when they were scanned. */
  changed: string[]
}

/** Looks at the size and time of every file, and reads those where they differ: a file that was only touched has not changed. */
export async function checkFiles(files: readonly ManifestFile[], hooks: Hooks): Promise<FilesNow> {
  const found: FilesNow = { missing: [], changed: [] }
  for (const [index, file] of files.entries()) {
    hooks.check()
    const now = statSync(file.path, { throwIfNoEntry: false })
    if (!now) found.missing.push(file.path)
    else if (now.size !== file.size) found.changed.push(file.path)
    else if (now.mtimeMs !== file.mtime && !(await holds(file))) found.changed.push(file.path)
    hooks.progress(index + 1, files.length, 'files')
  }
  return found
}

/** Whether a file still has the contents that it was scanned with. */
async function holds({ path, size, hash }: ManifestFile): Promise<boolean> {
  return (await hashFile(path, size).catch(() => '')) === hash
}

/**
 * Makes sure that everything a run would read of a data set is as it was scanned. What is left out may be as it likes.
 * @throws Fault `data.file-changed`
 */
export function refuseChanged(dataset: Dataset, manifest: Manifest, hooks: Hooks): Promise<void> {
  return refuseFiles(dataset, keptFiles(dataset, manifest.files), hooks)
}

/** The same of some files of a data set. @throws Fault `data.file-changed` */
export async function refuseFiles(dataset: Dataset, files: ManifestFile[], hooks: Hooks): Promise<void> {
  const { missing, changed } = await checkFiles(files, { ...hooks, progress: () => {} })
  const first = changed[0] ?? missing[0]
  if (first === undefined) return
  const counts = { changed: changed.length, missing: missing.length }
  throw new Fault('data.file-changed', { name: dataset.name, path: first, ...counts })
}
