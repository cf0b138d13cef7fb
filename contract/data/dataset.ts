import { z } from 'zod'
import { Augmentation } from './augmentation.ts'
import { DataWarning, SkippedFile } from './data-notes.ts'
import { Excluded } from './excluded.ts'
import { LearningTask, SeveralLabels } from './learning-task.ts'
import { Recipe } from './preprocessing.ts'
import { Reading, ReadingOptions } from './reading.ts'
import { Series, SeriesOptions } from './series.ts'
import { Split } from './split.ts'

export const DatasetId = z.string().min(1)
export type DatasetId = z.infer<typeof DatasetId>

export const DatasetKind = z.enum(['image-folder', 'idx', 'table', 'text-folder'])
export type DatasetKind = z.infer<typeof DatasetKind>

/** A part of a data set: what its maker gave as train, validation or test. */
export const PartName = z.enum(['train', 'validation', 'test'])
export type PartName = z.infer<typeof PartName>

/** `weight`: how much a row counts in the loss, Keras's `sample_weight`. */
export const ColumnRole = z.enum(['feature', 'target', 'weight', 'ignored'])
export const ColumnType = z.enum(['number', 'category', 'text', 'date', 'boolean'])

export const Column = z.object({
  name: z.string(),
  type: ColumnType,
  role: ColumnRole,
  missing: z.number(),
  distinct: z.number(),
  /** Whether `distinct` is an estimate. */
  about: z.boolean().optional(),
  /** The first few values, as written in the file. */
  examples: z.array(z.string()),
})
export type Column = z.infer<typeof Column>

export const ClassCount = z.object({ name: z.string(), count: z.number() })
export const PartSummary = z.object({ part: PartName, items: z.number(), classes: z.array(ClassCount) })
export type PartSummary = z.infer<typeof PartSummary>

/** What the person may change about how a table is read. */
export const ImportOptions = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  target: z.string().optional(),
  reading: ReadingOptions.optional(),
  series: SeriesOptions.optional(),
  /** Whether an item has one label or any number of them, or a picture has values to predict; found where nothing is said. */
  labels: z.enum(['one', 'several', 'values']).optional(),
  /** Name of the column that says how much a row counts. */
  weight: z.string().optional(),
  columns: z.array(z.object({ name: z.string(), type: ColumnType, role: ColumnRole })).optional(),
})
export type ImportOptions = z.infer<typeof ImportOptions>

/** What would be imported from some paths, before anything is done. */
export const ImportPlan = z.object({
  paths: z.array(z.string()),
  kind: DatasetKind,
  name: z.string(),
  /** Class names in the order of their numbers; empty for regression. */
  classes: z.array(z.string()),
  task: LearningTask,
  /** Of `multilabel`: where the labels of an item stand. */
  labels: SeveralLabels.optional(),
  /** Of pictures with values to predict, what each value is called. */
  values: z.array(z.string()).default([]),
  parts: z.array(PartSummary),
  items: z.number(),
  bytes: z.number(),
  /** [height, width, channels] where all pictures agree; null where sizes differ. */
  imageShape: z.array(z.number()).nullable(),
  columns: z.array(Column),
  /** Of tables and texts: how they were read, which the person may change. */
  reading: Reading.optional(),
  /** Only of a table with values to predict whose rows ascend in time. */
  series: Series.optional(),
  skipped: z.array(SkippedFile),
  warnings: z.array(DataWarning),
})
export type ImportPlan = z.infer<typeof ImportPlan>

export const Dataset = ImportPlan.extend({
  id: DatasetId,
  /** Grows with every change: `saveVersion` makes the next one, the earlier ones are kept. */
  version: z.number(),
  /** sha256 over what a model gets to see of it: what a run records as the data it saw. */
  digest: z.string(),
  /** sha256 over the files alone. Absent where it is the digest: nothing is left out, no split or preprocessing is set. */
  contents: z.string().optional(),
  createdAt: z.number(),
  excluded: Excluded,
  /** Findings (contract/data/findings.ts) that the person has seen and does not want to see again, by their id. */
  ignoredFindings: z.array(z.string()).default([]),
  /** How items are held out; null: each run decides. */
  split: Split.nullable().default(null),
  /** What is done to the data before a model reads it; null: all as it is guessed. */
  preprocessing: Recipe.nullable().default(null),
  /** How pictures and texts are varied while they are trained on; null: not at all. */
  augmentation: Augmentation.nullable().default(null),
})
export type Dataset = z.infer<typeof Dataset>

/** Whether what a model reads of it is text: files of text, or a column of text and nothing else. */
export function readsText({
  kind,
  columns,
  preprocessing,
}: Pick<Dataset, 'kind' | 'columns'> & Partial<Pick<Dataset, 'preprocessing'>>): boolean {
  const features = columns.filter(({ role }) => role === 'feature')
  // A recipe that prepares a column as numbers makes a table of it.
  const prepared = Object.values(preprocessing?.columns ?? {}).some((step) => step.kind !== 'leave-out')
  const texts = features.length > 0 && features.every(({ type }) => type === 'text')
  return kind === 'text-folder' || (texts && !prepared)
}

/** Pictures and texts can be varied while they are trained on; rows of numbers cannot. */
export const canBeAugmented = (dataset: Pick<Dataset, 'kind' | 'columns'>): boolean =>
  dataset.kind !== 'table' || readsText(dataset)

/** Whether it is a time series, or may be read as one: its rows have a date, and numbers. */
export const canBeSeries = ({ series, columns }: Pick<Dataset, 'series' | 'columns'>): boolean =>
  series !== undefined || ['date', 'number'].every((type) => columns.some((column) => column.type === type))

/** How many values are predicted of an item. */
export const countTargets = ({ columns, values }: Pick<Dataset, 'columns' | 'values'>): number =>
  columns.filter(({ role }) => role === 'target').length || values.length || 1

/** The few words a list needs. */
export const DatasetRow = Dataset.pick({
  id: true,
  name: true,
  kind: true,
  task: true,
  items: true,
  bytes: true,
  imageShape: true,
  createdAt: true,
}).extend({
  classCount: z.number(),
  skippedCount: z.number(),
})
export type DatasetRow = z.infer<typeof DatasetRow>
