import { createHash } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type ImportPlan, PartName } from '../../../contract/data/dataset.ts'
import { TextEncoding } from '../../../contract/data/reading.ts'

/** One picture, or one file of a set of another kind. */
export const ManifestFile = z.object({
  path: z.string(),
  size: z.number(),
  /** Milliseconds since 1970: a quick look whether the file is still the one that was imported. */
  mtime: z.number(),
  /** sha256; of a file above 64 MiB only of its first and last MiB. */
  hash: z.string(),
  part: PartName,
  /** Class number; -1 where the file holds many items, or an item has several labels, or values. */
  label: z.number(),
  /** Of a picture: [height, width, channels], as it is packed. */
  shape: z.array(z.number()).optional(),
  /** The numbers of its labels, where an item may have several. */
  labels: z.array(z.number()).optional(),
  /** Of a picture: the values to predict. */
  values: z.array(z.number()).optional(),
})
export type ManifestFile = z.infer<typeof ManifestFile>

export const Dialect = z.object({
  format: z.enum(['delimited', 'json-lines', 'parquet', 'excel', 'numpy']).default('delimited'),
  /** What the file itself calls its columns, where it names them row by row; empty for delimited text. */
  fields: z.array(z.string()).default([]),
  encoding: TextEncoding,
  /** Of an Excel workbook: the sheet that is read. */
  sheet: z.string().optional(),
  /** Of an array of features: the file beside it that holds what is to be predicted. */
  labels: z.string().optional(),
  delimiter: z.string(),
  quoted: z.boolean(),
  header: z.boolean(),
  /** Records above the first row. */
  skip: z.number(),
  /** Number of columns. */
  width: z.number(),
  /** Lines, from 1, that are left out before anything is read: each opens a quote that never closes. */
  without: z.array(z.number()),
  /** Whether a cell may have white space around it, which is no part of it; absent where nobody looked. */
  padded: z.boolean().optional(),
})
export type Dialect = z.infer<typeof Dialect>

/** What a version of a data set is made of, by reference: `datasets/<id>/versions/<n>/manifest.json`. */
export const Manifest = z.object({
  version: z.literal(1),
  files: z.array(ManifestFile),
  idx: z.array(
    z.object({
      part: PartName,
      images: z.string(),
      /** null: pictures to predict on. */
      labels: z.string().nullable(),
      shape: z.array(z.number()),
      layout: z.enum(['idx', 'cifar-10', 'cifar-100-fine', 'cifar-100-coarse']).default('idx'),
      /** Of an array with values to predict: how many each picture has; null: labels are classes. */
      values: z.number().nullable().default(null),
      /** Of CIFAR: the further files of the part. */
      more: z.array(z.string()).default([]),
      /** Of an array whose values are no bytes: what becomes 0 and what 255. */
      range: z.tuple([z.number(), z.number()]).nullable().default(null),
      /** Of an array: [pictures, channels, height, width]. */
      channelsFirst: z.boolean().default(false),
    }),
  ),
  tables: z.array(z.object({ part: PartName, path: z.string(), dialect: Dialect })),
  /** The encoding that the person gave for text files; null: found for each. */
  encoding: TextEncoding.nullable().default(null),
  /** Every value of each category column, over all parts, sorted. */
  levels: z.record(z.string(), z.array(z.string())),
})
export type Manifest = z.infer<typeof Manifest>

/** What makes two imports the same data: contents, labels, parts and the reading of columns; not where the files lie. */
export function contentsOf(
  plan: Pick<ImportPlan, 'kind' | 'task' | 'classes' | 'columns' | 'series'>,
  manifest: Manifest,
): string {
  const columns = plan.columns.map(({ name, type, role }) => ({ name, type, role }))
  const files = manifest.files.map(({ hash, size, part, label, labels, values }) => [
    ...[hash, size, part, label],
    ...(labels ? [labels] : []),
    ...(values ? [values] : []),
  ])
  const dialects = manifest.tables.map(({ dialect: { padded: _, ...dialect } }) => dialect)
  const seen = [
    plan.kind,
    plan.task,
    plan.classes,
    columns,
    files,
    dialects,
    ...(plan.series ? [plan.series] : []),
    ...(manifest.encoding ? [manifest.encoding] : []),
  ]
  return createHash('sha256').update(JSON.stringify(seen)).digest('hex')
}

const wholeUpTo = 64 * 2 ** 20
const edge = 2 ** 20

/** sha256 of a file; above 64 MiB of its length, first and last MiB only. */
export async function hashFile(path: string, size: number): Promise<string> {
  const hash = createHash('sha256')
  if (size <= wholeUpTo) return hash.update(await readFile(path)).digest('hex')
  const file = await open(path)
  try {
    const buffer = Buffer.alloc(edge)
    hash.update(String(size))
    for (const position of [0, size - edge]) {
      const { bytesRead } = await file.read(buffer, 0, edge, position)
      hash.update(buffer.subarray(0, bytesRead))
    }
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}
