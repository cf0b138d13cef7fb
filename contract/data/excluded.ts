import { z } from 'zod'

const rows = z.array(z.number().int().min(0)).default([])

/**
 * What the person left out of a data set: it stays in the files, and nothing is trained, measured or counted with it.
 * Items that are a file each are named by their path below what was imported, so that a folder that moved keeps them; rows of tables and
 * pictures within one file by their number within their part, from 0.
 */
export const Excluded = z
  .object({
    files: z.array(z.string()).default([]),
    rows: z.object({ train: rows, validation: rows, test: rows }).prefault({}),
  })
  .prefault({})
export type Excluded = z.infer<typeof Excluded>

/** Names one item of a data set: a file as in `Excluded.files`, or `train#12`, a part and the number of a row in it. */
export const ItemKey = z.string().min(1)
export type ItemKey = z.infer<typeof ItemKey>

/** What a row of a table is called: its part and its number within it. */
export const rowKey = (part: string, row: number): ItemKey => `${part}#${row}`

/** How many items are left out. */
export function excludedCount({ files, rows }: Excluded): number {
  return files.length + rows.train.length + rows.validation.length + rows.test.length
}
