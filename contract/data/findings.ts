import { z } from 'zod'
import { PartName } from './dataset.ts'
import { ItemKey } from './excluded.ts'
import { ColumnProfile, PictureStatistics, TextStatistics } from './profile.ts'

/** What may be wrong with a data set. Its words are `findings.CODE` of the window's catalogues. */
export const FindingCode = z.enum([
  'leak',
  'near-leak',
  'conflict',
  'duplicates',
  'near-duplicates',
  'imbalance',
  'rare-class',
  'target-leak',
  'constant-column',
  'missing-column',
  'unique-column',
  'outliers',
  'blank-pictures',
  'tiny-pictures',
  'odd-pictures',
  'mixed-channels',
  'empty-texts',
  'left-out-files',
])
export type FindingCode = z.infer<typeof FindingCode>

/** Serious: measured results would be wrong. Warning: training suffers. Note: good to know. */
export const Severity = z.enum(['serious', 'warning', 'note'])
export type Severity = z.infer<typeof Severity>

/** What can be done about a finding; `ignore` always can. */
export const FindingAct = z.enum([
  'exclude-extra',
  'exclude-train',
  'exclude-all',
  'ignore-column',
  'ignore',
  'recall',
])
export type FindingAct = z.infer<typeof FindingAct>

/** One item as an example. */
export const FindingItem = z.object({
  key: ItemKey,
  part: PartName,
  label: z.string(),
  /** The file's name, or the row's number from 1. */
  name: z.string(),
  /** Of a row, its cells in the order of the columns; of a text, its beginning. */
  cells: z.array(z.string()),
})
export type FindingItem = z.infer<typeof FindingItem>

export const Finding = z.object({
  /** The same as long as it is about the same thing: `outliers:age`. */
  id: z.string(),
  code: FindingCode,
  severity: Severity,
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Items (or columns, or files) it is about. */
  count: z.number(),
  /** Items that belong together, at most a few groups of them. */
  groups: z.array(z.array(FindingItem)),
  acts: z.array(FindingAct),
})
export type Finding = z.infer<typeof Finding>

/** All that is known of one version of a data set: `profiles/<digest>.json` in its folder. */
export const DatasetProfile = z.object({
  version: z.literal(1),
  digest: z.string(),
  rows: z.number(),
  /** Rows that relations were measured on, where not on all. */
  sampled: z.number().nullable(),
  columns: z.array(ColumnProfile),
  pictures: PictureStatistics.nullable(),
  texts: TextStatistics.nullable(),
  findings: z.array(Finding),
  seconds: z.number(),
})
export type DatasetProfile = z.infer<typeof DatasetProfile>
