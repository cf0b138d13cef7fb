import { z } from 'zod'
import { fillIn } from '../fill-in.ts'

/** What made a version of a data set: code -> English, with {{places}} for values. The window has the Chinese. */
export const changeTexts = {
  imported: 'imported from {{place}}',
  excluded: '{{count}} items left out',
  included: '{{count}} items taken in again',
  columns: 'columns read otherwise: {{names}}',
  series: 'the time series is read otherwise',
  split: 'the split was changed',
  preprocessing: 'the preprocessing was changed',
  augmentation: 'the augmentation was changed',
  rescanned: 'scanned again: {{added}} files added, {{removed}} removed, {{changed}} changed',
  'files-left-out': '{{count}} changed or missing files left out',
  repointed: 'found again in {{place}}',
  'finding-ignored': 'a finding was ignored',
  'finding-recalled': 'an ignored finding was brought back',
  restored: 'version {{version}} restored',
} as const
export type ChangeCode = keyof typeof changeTexts

/** What was changed: `code` with its `values`, and the same in English as `message`. */
export const VersionChange = z.object({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
})
export type VersionChange = z.infer<typeof VersionChange>

/** One version of a data set. What it held is kept, so that a run finds what it saw and any change can be undone. */
export const DatasetVersion = z.object({
  version: z.number(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  digest: z.string(),
  items: z.number(),
  change: VersionChange,
})
export type DatasetVersion = z.infer<typeof DatasetVersion>

/** A change with its English filled in. */
export function versionChange(code: ChangeCode, values: VersionChange['values'] = {}): VersionChange {
  return { code, values, message: fillIn(changeTexts[code], values) }
}
