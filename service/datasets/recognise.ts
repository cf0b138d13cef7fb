import { basename, extname } from 'node:path'
import type { DatasetKind } from '../../contract/dataset.ts'

const pictures = new Set(['.jpg', '.jpeg', '.png', '.gif', '.bmp', '.webp', '.tif', '.tiff', '.avif'])
const tableName = /\.(csv|tsv|data|txt)(\.gz)?$/i
const idxName = /(idx\d-ubyte|ubyte)(\.gz)?$|\.idx\d?(\.gz)?$/i
const aside = /^(readme|licen[cs]e|labels\.txt$|thumbs\.db$|desktop\.ini$)/i

export interface Recognised {
  kind: DatasetKind
  /** The files of that kind. */
  used: string[]
  /** The others, less those that only go with a data set (a readme, a licence). */
  others: string[]
}

export const isPicture = (path: string) => pictures.has(extname(path).toLowerCase())
const isIdx = (path: string) => idxName.test(path)
const isTable = (path: string) => tableName.test(path) && !aside.test(basename(path))

/**
 * The kind of data that most of the files are, by their names; null when there is none. `wanted`: only files that a model
 * of pictures, or of tables, can read.
 */
export function recognise(files: string[], wanted?: 'image' | 'table'): Recognised | null {
  const idx = wanted === 'table' ? [] : files.filter(isIdx)
  const images = wanted === 'table' ? [] : files.filter(isPicture)
  const sheets = wanted === 'image' ? [] : files.filter(isTable)
  const found: [DatasetKind, string[]] | null =
    idx.length && !(images.length > idx.length)
      ? ['idx', idx]
      : images.length > sheets.length
        ? ['image-folder', images]
        : sheets.length
          ? ['table', sheets]
          : null
  if (!found) return null
  const [kind, used] = found
  const own = new Set(used)
  return { kind, used, others: files.filter((file) => !own.has(file) && !aside.test(basename(file))) }
}
