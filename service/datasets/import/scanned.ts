import type { ImportOptions, ImportPlan } from '../../../contract/data/dataset.ts'
import type { Hooks } from '../context.ts'
import type { KnownFiles } from '../versions/known-files.ts'
import type { Manifest } from '../versions/manifest.ts'

/** What a scan fills in: a room of `datasets/` does it for its kind of data. */
export interface Scan {
  plan: ImportPlan
  manifest: Manifest
}

/** How a scan is to be done. */
export interface ScanHow {
  options: ImportOptions
  /** Also reads every file: its hash, and whether it can be decoded. */
  deep: boolean
  known: KnownFiles
  /** To predict on: no labels are asked for, and a picture need not lie in a class folder. */
  loose: boolean
  hooks: Hooks
}
