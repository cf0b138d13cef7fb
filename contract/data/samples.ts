import { z } from 'zod'
import { DatasetId, PartName } from './dataset.ts'
import { ItemKey } from './excluded.ts'

/** A stretch of a data set's items; what is not given is not asked for. */
export const SampleQuery = z.object({
  dataset: DatasetId,
  part: PartName.optional(),
  className: z.string().optional(),
  /** What stands in a file's name, or in a cell, in capitals or not. */
  search: z.string().optional(),
  /** Only what is left out, or only what is not. */
  leftOut: z.boolean().optional(),
  /** The id of a finding: only the items it is about. */
  finding: z.string().optional(),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(200),
})
export type SampleQuery = z.infer<typeof SampleQuery>

export const Sample = z.object({
  /** Its place among the items that were asked for. */
  index: z.number(),
  key: ItemKey,
  part: PartName,
  label: z.string(),
  file: z.string(),
  leftOut: z.boolean(),
  /** The row's cells, in the order of `columns`; of a text file its beginning; empty for pictures. */
  cells: z.array(z.string()),
})
export type Sample = z.infer<typeof Sample>
export const SamplePage = z.object({ total: z.number(), samples: z.array(Sample) })
export type SamplePage = z.infer<typeof SamplePage>

/** Small pictures of some items, as data: URLs in their order; null where there is none. `size`: pixels of the longer side at most. */
export const ThumbnailQuery = z.object({
  dataset: DatasetId,
  items: z.array(ItemKey).min(1).max(60),
  size: z.number().int().min(16).max(2048),
})
export type ThumbnailQuery = z.infer<typeof ThumbnailQuery>
export const Thumbnails = z.array(z.string().nullable())
