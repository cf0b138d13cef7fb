import { readFile, stat } from 'node:fs/promises'
import type { PartName } from '../../../contract/data/dataset.ts'
import { hashFile, type ManifestFile } from './manifest.ts'

/** What an earlier scan found out about files, by their paths: what has the same size and time need not be read again. */
export type KnownFiles = ReadonlyMap<string, ManifestFile>

export const nothingKnown: KnownFiles = new Map()

/** What a manifest knows; nothing where there is none, or a damaged one. */
export async function readKnown(manifest: string | null): Promise<KnownFiles> {
  if (manifest === null) return nothingKnown
  try {
    const { files = [] } = JSON.parse(await readFile(manifest, 'utf8')) as { files?: ManifestFile[] }
    return new Map(files.map((file) => [file.path, file]))
  } catch {
    return nothingKnown // every file is read anew
  }
}

/** The file as it was, when it still has its size and time. */
export function sameAsKnown(
  known: KnownFiles,
  path: string,
  now: { size: number; mtimeMs: number },
): ManifestFile | null {
  const before = known.get(path)
  return before?.hash && before.size === now.size && before.mtime === now.mtimeMs ? before : null
}

/** What the manifest keeps of a file. `deep`: with its hash. */
export async function fileOf(
  path: string,
  part: PartName,
  label: number,
  { deep, known }: { deep: boolean; known: KnownFiles },
): Promise<ManifestFile> {
  const info = await stat(path)
  const before = sameAsKnown(known, path, info)
  const hash = before?.hash ?? (deep ? await hashFile(path, info.size) : '')
  return { path, size: info.size, mtime: info.mtimeMs, hash, part, label }
}
