import { basename, dirname, extname } from 'node:path'
import type { DatasetKind } from '../../../contract/data/dataset.ts'
import { isCifar, isCifarPickle } from '../idx/cifar-file.ts'

const pictures = new Set(['.jpg', '.jpeg', '.png', '.gif', '.bmp', '.webp', '.tif', '.tiff', '.avif'])
const tableName = /\.(((csv|tsv|data|txt|jsonl|ndjson)(\.gz)?)|parquet|xlsx?)$/i
const idxName = /(idx\d-ubyte|ubyte)(\.gz)?$|\.idx\d?(\.gz)?$|\.npy$/i
const isArray = (path: string) => /\.npy$/i.test(path)
const aside =
  /^(readme|licen[cs]e|labels\.txt$|batches\.meta\.txt$|(fine|coarse)_label_names\.txt$|thumbs\.db$|desktop\.ini$)/i

export interface Recognised {
  kind: DatasetKind
  /** The files of that kind. */
  used: string[]
  /** The others, less those that only go with a data set (a readme, a licence). */
  others: string[]
}

/** Whether a file may be a picture, by its name. */
export const isPicture = (path: string) => pictures.has(extname(path).toLowerCase())
const isIdx = (path: string) => idxName.test(path) || isCifar(path) || isCifarPickle(path)
/** Whether a file may be a table, by its name; what usually lies beside data is none. */
export const isTable = (path: string) => tableName.test(path) && !aside.test(basename(path))

/** Whether a file may be a text that is an item, by its name. */
export const isText = (path: string) => /\.txt$/i.test(path) && !aside.test(basename(path))

/** Whether they are text files in two folders or more: a folder a class, where one table would be one file. */
const inClassFolders = (sheets: string[]) =>
  sheets.length > 1 && sheets.every(isText) && new Set(sheets.map((path) => dirname(path))).size > 1

/**
 * The kind of data that most of the files are, by their names; null when there is none. `wanted`: only files that a model
 * of pictures, or of tables, can read.
 */
export function recognise(files: string[], wanted?: 'image' | 'table' | 'text'): Recognised | null {
  const idx = wanted && wanted !== 'image' ? [] : files.filter(isIdx)
  const images = wanted && wanted !== 'image' ? [] : files.filter(isPicture)
  const sheets =
    wanted && wanted !== 'table' ? [] : files.filter((path) => isTable(path) || (wanted && isArray(path)))
  const texts = wanted === 'text' || (!wanted && inClassFolders(sheets)) ? files.filter(isText) : []
  const found: [DatasetKind, string[]] | null =
    idx.length && !(images.length > idx.length)
      ? ['idx', idx]
      : images.length > sheets.length
        ? ['image-folder', images]
        : texts.length
          ? ['text-folder', texts]
          : sheets.length
            ? ['table', sheets]
            : null
  if (!found) return null
  const [kind, used] = found
  const own = new Set(used)
  return { kind, used, others: files.filter((file) => !own.has(file) && !aside.test(basename(file))) }
}
