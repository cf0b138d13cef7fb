import { z } from 'zod'
import { AppState, Preferences, SampleSetName, TableName } from './app.ts'
import { Augmentation, AugmentationPreview } from './data/augmentation.ts'
import { Dataset, DatasetId, DatasetRow, ImportOptions, ImportPlan } from './data/dataset.ts'
import { FilesReport, GatherReport, RepointReport, RescanReport } from './data/dataset-files.ts'
import { ItemKey } from './data/excluded.ts'
import { DatasetProfile, FindingAct } from './data/findings.ts'
import { PackedCache } from './data/packed-cache.ts'
import { Recipe } from './data/preprocessing.ts'
import { Preview } from './data/preview.ts'
import { SamplePage, SampleQuery, ThumbnailQuery, Thumbnails } from './data/samples.ts'
import { SeriesChoice, SeriesPreview } from './data/series.ts'
import { Split } from './data/split.ts'
import { DatasetVersion } from './data/versions.ts'
import { Model, ModelDocument, ModelId, ModelRow } from './model/model.ts'
import { Task, TaskId } from './task.ts'
import { CrossValidation, CrossValidationId } from './training/cross-validation.ts'
import { Forecast } from './training/forecast.ts'
import {
  EpochPoint,
  Evaluation,
  Prediction,
  Reconstruction,
  Run,
  RunId,
  RunProgress,
  RunRow,
  RunSpec,
  StepPoint,
} from './training/run.ts'
import { RunPlan } from './training/run-plan.ts'

const nothing = z.object({})
const paths = z.array(z.string().min(1)).min(1).max(10_000)

/** Every call: one string finds the button, the contract, the handler and the test. */
export const calls = {
  'app.state': { takes: nothing, gives: AppState },
  'app.dismissRecovery': { takes: nothing, gives: nothing },
  'preferences.get': { takes: nothing, gives: Preferences },
  'preferences.set': { takes: Preferences.partial(), gives: Preferences },

  'task.list': { takes: nothing, gives: z.array(Task) },
  'task.cancel': { takes: z.object({ id: TaskId }), gives: nothing },

  /** `task`: an id of the caller's choice, so that it can follow and cancel while it waits. */
  'dataset.plan': {
    takes: z.object({ paths, task: TaskId, options: ImportOptions.default({}) }),
    gives: ImportPlan,
  },
  /** `reuse`: gives the data set that was imported from these paths before, as long as the files are still the same. */
  'dataset.import': {
    takes: z.object({
      paths,
      task: TaskId,
      options: ImportOptions.default({}),
      reuse: z.boolean().default(false),
    }),
    gives: Dataset,
  },
  'dataset.importSample': { takes: z.object({ sample: SampleSetName, task: TaskId }), gives: Dataset },
  'dataset.list': { takes: nothing, gives: z.array(DatasetRow) },
  /** By id or by name. */
  'dataset.get': { takes: z.object({ id: DatasetId }), gives: Dataset },
  'dataset.rename': {
    takes: z.object({ id: DatasetId, name: z.string().trim().min(1).max(200) }),
    gives: nothing,
  },
  /** Forgets the data set and what Lathe made of it; the files it refers to are left alone. */
  'dataset.delete': { takes: z.object({ id: DatasetId }), gives: nothing },
  /** These paths will not be imported after all: what was uploaded to be imported is removed, other files are left alone. */
  'dataset.abandon': { takes: z.object({ paths }), gives: nothing },
  /** Every version there is, newest first. */
  'dataset.versions': { takes: z.object({ id: DatasetId }), gives: z.array(DatasetVersion) },
  /** Makes a new version that holds what an earlier one held. */
  'dataset.restore': {
    takes: z.object({ id: DatasetId, version: z.number().int().min(1) }),
    gives: Dataset,
  },
  /** What is known of the present version; null where nobody has looked yet. */
  'dataset.profile': { takes: z.object({ id: DatasetId }), gives: DatasetProfile.nullable() },
  /** Looks at every item, unless that was done before. */
  'dataset.makeProfile': { takes: z.object({ id: DatasetId, task: TaskId }), gives: DatasetProfile },
  /** Does what a finding offers; the new version, or the present one where there was nothing to do. */
  'dataset.resolve': {
    takes: z.object({ id: DatasetId, finding: z.string().min(1), act: FindingAct, task: TaskId }),
    gives: Dataset,
  },
  /** Leaves items out, or takes them in again. */
  'dataset.exclude': {
    takes: z.object({ id: DatasetId, items: z.array(ItemKey).min(1).max(1_000_000), excluded: z.boolean() }),
    gives: Dataset,
  },
  /** Data prepared for models, of all data sets together. */
  'dataset.cache': { takes: nothing, gives: PackedCache },
  /** Removes it, but for what runs are reading: it is made again when it is needed. */
  'dataset.clearCache': { takes: nothing, gives: PackedCache },
  /** Whether the files are still those of the present version. */
  'dataset.check': { takes: z.object({ id: DatasetId, task: TaskId }), gives: FilesReport },
  /** Leaves out, in a new version, the files that have changed or are missing. */
  'dataset.leaveOut': { takes: z.object({ id: DatasetId, task: TaskId }), gives: Dataset },
  /** Scans the same paths again. `save`: as a new version where something is new; else it only tells. */
  'dataset.rescan': {
    takes: z.object({ id: DatasetId, task: TaskId, save: z.boolean() }),
    gives: RescanReport,
  },
  /** Looks for the files in another place. `save`: as a new version with the same digest; else it only tells. */
  'dataset.repoint': {
    takes: z.object({ id: DatasetId, to: z.string().min(1), task: TaskId, save: z.boolean() }),
    gives: RepointReport,
  },
  /** Copies everything into the new folder `to`, which imports as the same data set anywhere. */
  'dataset.gather': {
    takes: z.object({ id: DatasetId, to: z.string().min(1), task: TaskId }),
    gives: GatherReport,
  },
  /** Keeps with a data set how it is varied while it is trained on; null: not at all. Makes a new version. */
  'dataset.augment': {
    takes: z.object({ id: DatasetId, augmentation: Augmentation.nullable() }),
    gives: Dataset,
  },
  /** A few items as they would be trained on, drawn by the engine as a run with this seed would. */
  'dataset.previewAugmentation': {
    takes: z.object({
      id: DatasetId,
      augmentation: Augmentation,
      seed: z
        .number()
        .int()
        .min(0)
        .max(2 ** 31 - 1),
      items: z.number().int().min(1).max(24).default(8),
      variants: z.number().int().min(1).max(8).default(4),
    }),
    gives: AugmentationPreview,
  },
  /** What a recipe and a split would make of it, on real items; those it has where nothing is said. */
  'dataset.preview': {
    takes: z.object({
      id: DatasetId,
      recipe: Recipe.nullable().optional(),
      split: Split.nullable().optional(),
    }),
    gives: Preview,
  },
  /** Keeps a recipe and a split as a new version; null goes back to what is guessed, what is left out stays. */
  'dataset.prepare': {
    takes: z.object({
      id: DatasetId,
      recipe: Recipe.nullable().optional(),
      split: Split.nullable().optional(),
    }),
    gives: Dataset,
  },
  /** What another reading of a time series would come to, shown on its window number `at`, from 0. */
  'dataset.previewSeries': {
    takes: z.object({ id: DatasetId, choice: SeriesChoice, at: z.number().int().min(0).default(0) }),
    gives: SeriesPreview,
  },
  /** Reads a table as a time series otherwise, as a new version. */
  'dataset.readSeries': {
    takes: z.object({ id: DatasetId, choice: SeriesChoice, task: TaskId }),
    gives: Dataset,
  },
  'dataset.samples': { takes: SampleQuery, gives: SamplePage },
  'dataset.thumbnails': { takes: ThumbnailQuery, gives: Thumbnails },

  'model.list': { takes: nothing, gives: z.array(ModelRow) },
  'model.get': { takes: z.object({ id: ModelId }), gives: Model },
  'model.create': { takes: z.object({ document: ModelDocument }), gives: Model },
  'model.save': { takes: z.object({ id: ModelId, document: ModelDocument }), gives: nothing },
  'model.delete': { takes: z.object({ id: ModelId }), gives: nothing },
  /** Reads a model from a template's name (shaped for `dataset`), a .lathe.json, or a Keras .json/.keras file. */
  'model.read': {
    takes: z.object({ source: z.string().min(1), dataset: DatasetId.optional() }),
    gives: ModelDocument,
  },

  /** What `run.start` would do with the same: fails where that would, and starts nothing. */
  'run.plan': { takes: RunSpec, gives: RunPlan },
  'run.start': { takes: RunSpec, gives: RunId },
  /** A run for each fold, one after the other: the folds of the settings, else those of the data set's split. */
  'run.crossValidate': { takes: RunSpec, gives: z.object({ id: CrossValidationId, runs: z.array(RunId) }) },
  'run.crossValidations': { takes: nothing, gives: z.array(CrossValidation) },
  'run.crossValidation': { takes: z.object({ id: CrossValidationId }), gives: CrossValidation },
  /** Stops all folds that wait or train; `keep` as of `run.stop`. */
  'run.stopFolds': { takes: z.object({ id: CrossValidationId, keep: z.boolean() }), gives: nothing },
  /** Goes on with all folds that have not finished. */
  'run.resumeFolds': { takes: z.object({ id: CrossValidationId }), gives: z.array(RunId) },
  'run.list': { takes: nothing, gives: z.array(RunRow) },
  /** By id or by name. */
  'run.get': { takes: z.object({ id: RunId }), gives: Run },
  /** The epochs and steps of several runs, for overlay; steps are thinned to `maxSteps` a run. */
  'run.history': {
    takes: z.object({
      ids: z.array(RunId).max(50),
      maxSteps: z.number().int().min(0).max(10_000).default(1000),
    }),
    gives: z.array(z.object({ id: RunId, epochs: z.array(EpochPoint), steps: z.array(StepPoint) })),
  },
  /** keep: end after the current step and save what was learnt. Otherwise the process is killed and only finished epochs stay. */
  'run.stop': { takes: z.object({ id: RunId, keep: z.boolean() }), gives: nothing },
  /** Saves everything and ends the process. The run is `paused` until it is resumed. */
  'run.pause': { takes: z.object({ id: RunId }), gives: nothing },
  /**
   * Goes on exactly where the last checkpoint was, by id or by name. `epochs`: how many there are to be in all, which is how a
   * finished run is extended.
   */
  'run.resume': {
    takes: z.object({ id: RunId, epochs: z.number().int().min(1).max(100_000).optional() }),
    gives: RunId,
  },
  'run.rename': { takes: z.object({ id: RunId, name: z.string().trim().min(1).max(200) }), gives: nothing },
  'run.note': { takes: z.object({ id: RunId, note: z.string().max(100_000) }), gives: nothing },
  'run.delete': { takes: z.object({ ids: z.array(RunId).min(1) }), gives: nothing },
  'run.log': { takes: z.object({ id: RunId }), gives: z.string() },
  'run.evaluate': {
    takes: z.object({ id: RunId, dataset: DatasetId.optional(), task: TaskId }),
    gives: Evaluation,
  },
  /** Of a run that gives pictures back: those it is furthest off at among what was held out, or `paths` in their order. */
  'run.reconstruct': {
    takes: z.object({
      id: RunId,
      paths: paths.optional(),
      count: z.number().int().min(1).max(200),
      task: TaskId,
    }),
    gives: z.object({ items: z.number(), shown: z.array(Reconstruction) }),
  },
  /** Of a run on a time series: what it forecasts of the rows it held out. */
  'run.forecast': { takes: z.object({ id: RunId, task: TaskId }), gives: Forecast },
  'run.predict': { takes: z.object({ id: RunId, paths, task: TaskId }), gives: z.array(Prediction) },
} satisfies Record<string, { takes: z.ZodType; gives: z.ZodType }>

export type CallName = keyof typeof calls
export type Calls = {
  [N in CallName]: { takes: z.input<(typeof calls)[N]['takes']>; gives: z.output<(typeof calls)[N]['gives']> }
}
/** What a handler gets: parsed, defaults filled in. */
export type ParsedInput<N extends CallName> = z.output<(typeof calls)[N]['takes']>

/** Facts that happened, written to the database before they are announced, batched at about 100 ms. */
export const events = {
  'tables.changed': z.array(TableName),
  'run.points': z.array(
    z.object({
      run: RunId,
      steps: z.array(StepPoint),
      epochs: z.array(EpochPoint),
      progress: RunProgress.nullable(),
      /** The run was taken up again: points after this step, and epochs from this one on, are void. */
      takenUpAt: z.object({ step: z.number(), epoch: z.number() }).optional(),
    }),
  ),
  'task.changed': z.array(Task),
} satisfies Record<string, z.ZodType>

export type EventName = keyof typeof events
export type Events = { [N in EventName]: z.output<(typeof events)[N]> }
