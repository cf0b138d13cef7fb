import { z } from 'zod'

/** How many files, and the first of them by name: below what was imported, with `/` between folders. */
export const FileList = z.object({ count: z.number(), names: z.array(z.string()) })
export type FileList = z.infer<typeof FileList>

/** Names in a list: enough to see what kind of files they are. */
export const mostNames = 200

/** How the files of a data set stand beside its present version. */
export const FilesReport = z.object({
  /** Files that were looked at. */
  files: z.number(),
  missing: FileList,
  /** They hold something else than when they were scanned. */
  changed: FileList,
  /** Whether each file is one item, so that single ones can be left out. */
  canLeaveOut: z.boolean(),
})
export type FilesReport = z.infer<typeof FilesReport>

/** What a new scan of the same paths finds beside the present version. */
export const RescanReport = z.object({
  added: FileList,
  removed: FileList,
  changed: FileList,
  itemsBefore: z.number(),
  items: z.number(),
  /** Files and rows that the new scan leaves out, each named in the data set. */
  skipped: z.number(),
  /** Rows that were left out by their number of a file that is another now: they are taken in again. */
  rowsForgotten: z.number(),
})
export type RescanReport = z.infer<typeof RescanReport>

/** What was found of a data set's files in another place. */
export const RepointReport = z.object({
  files: z.number(),
  /** With the same contents, by their path or elsewhere below the new place. */
  found: z.number(),
  /** Of those: how many lie elsewhere and were found by their contents. */
  moved: z.number(),
  missing: FileList,
})
export type RepointReport = z.infer<typeof RepointReport>

export const GatherReport = z.object({ folder: z.string(), files: z.number(), bytes: z.number() })
export type GatherReport = z.infer<typeof GatherReport>
