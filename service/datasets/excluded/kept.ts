import type { Dataset, PartName } from '../../../contract/data/dataset.ts'
import type { ManifestFile } from '../versions/manifest.ts'
import { fileKey } from './file-key.ts'

/** The files, less those that the person left out. */
export function keptFiles(
  { paths, excluded }: Pick<Dataset, 'paths' | 'excluded'>,
  files: ManifestFile[],
): ManifestFile[] {
  if (!excluded.files.length) return files
  const left = new Set(excluded.files)
  return files.filter(({ path }) => !left.has(fileKey(paths, path)))
}

/** Numbers of the rows of a part that has `count`, less those that were left out; null where none was. */
export function keptRows(
  { excluded }: Pick<Dataset, 'excluded'>,
  part: PartName,
  count: number,
): number[] | null {
  const left = new Set(excluded.rows[part])
  if (!left.size) return null
  return Array.from({ length: count }, (_, row) => row).filter((row) => !left.has(row))
}
