import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Dataset, type PartName, readsText } from '../../../contract/data/dataset.ts'
import type { TrainedTask } from '../../../contract/data/learning-task.ts'
import { ownScale } from '../../../contract/data/packed.ts'
import { classOrder } from '../../../contract/data/recipe-steps.ts'
import type { EvaluateOrder, TrainOrder } from '../../../contract/engine.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Baseline } from '../../../contract/training/baselines.ts'
import type { Hooks } from '../context.ts'
import { decoder } from '../pictures/draw-picture.ts'
import { fitPictures } from '../pictures/fit-pictures.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { fitSeries } from '../series/fit-series.ts'
import { rowsToFit, type Windows } from '../series/series-source.ts'
import { seasonOf } from '../series/times.ts'
import { heldOut, type RunSplit, type Validation } from '../splits/held-out.ts'
import { writeRows } from '../splits/rows-file.ts'
import { type Duck, openDuck } from '../tables/duck.ts'
import { fitColumns } from '../tables/fit/fit-columns.ts'
import { targetNames } from '../tables/table-rows.ts'
import { openTables } from '../tables/table-sql.ts'
import { fitTexts } from '../texts/fit-texts.ts'
import { refuseChanged } from '../versions/check-files.ts'
import type { Manifest } from '../versions/manifest.ts'
import { type Asked, askedFor } from './asked-for.ts'
import { allOf, baselinesOf, type Items, measuredItems, validatedItems } from './baselines.ts'
import { fitValues } from './fit-values.ts'
import { type Lease, leasePacked } from './leases.ts'
import type { Source } from './source.ts'
import { sourcesOf } from './sources.ts'
import { writePacked } from './write-packed.ts'

export interface PackJob {
  home: string
  dataset: Dataset
  manifest: Manifest
  /** The first Input layer's shape without the items axis. */
  shape: (number | null)[]
  /** What the model learns of it. */
  task: TrainedTask
  /** How to hold out rows; null to replay `pipeline` on everything. */
  split: RunSplit | null
  pipeline: Pipeline | null
  /** Prediction: no targets, never reused. */
  predict: boolean
  /** Bytes that prepared data may take; null: as many as seem right for the disk. */
  limit: number | null
  /** Of how many windows to tell what they ask for, in the rows of the time series; 0: none. */
  forecast?: number
  /** The Embedding's input_dim, for text; null where the model has none. */
  words: number | null
}
export interface Packed {
  folder: string
  validation: TrainOrder['validation']
  /** The simplest guesses on what is validated on. */
  baselines: Baseline[]
  /** What an evaluation measures on: rows held out for good, else what is validated on, else a part. */
  measured: { on: EvaluateOrder['on']; baselines: Baseline[]; asked: Asked | null }
  without: TrainOrder['without']
  pipeline: string
  items: string[]
  /** How many of them each part has, in their order. */
  counts: { part: string; count: number }[]
  /** Keeps the folder from being removed until it is released; null where nobody else would. */
  lease: Lease | null
}

/** Writes a data set as the model reads it. Made aside and renamed in; the same data and pipeline are packed once. */
export async function pack(job: PackJob, hooks: Hooks): Promise<Packed> {
  const { tables } = job.manifest
  await refuseChanged(job.dataset, job.manifest, hooks)
  if (!tables.length) return packFrom(job, null, hooks)
  const duck = await openDuck(hooks)
  try {
    await openTables(duck, tables, job.predict ? undefined : job.dataset.excluded.rows)
    return await packFrom(job, duck, hooks)
  } finally {
    await duck.close()
  }
}

async function packFrom(job: PackJob, duck: Duck | null, hooks: Hooks): Promise<Packed> {
  const { dataset } = job
  const classes = job.pipeline?.classes ?? classOrder(dataset)
  const windows = windowsOf(job)
  const sources = await sourcesOf(job, duck, classes, windows)
  const train = sources.find(({ part }) => part === 'train')
  const parts = sources.map(({ part }) => part)
  const chosen: Validation =
    job.split && train
      ? await heldOut(dataset, job.split, train, parts, dataset.series !== undefined)
      : { on: null, test: new Int32Array(), later: new Int32Array() }
  const held = heldRows(chosen, train?.count ?? 0)
  if (job.split) refuseUntrainable(job, train, held)
  const without = train ? notTrainedOn(train, chosen, held) : chosen.test
  const measured = measuredItems(sources, chosen)
  const pipeline = job.pipeline ?? (await fitPipeline(job, duck, train as Source, held))
  const key = createHash('sha256')
    .update(JSON.stringify([dataset.digest, pipeline, decoder]))
    .digest('hex')
    .slice(0, 32)
  const { home, predict, limit } = job
  const folder = join(home, 'packed', predict ? `predict-${randomUUID()}` : key)
  const unit = dataset.kind === 'table' ? 'rows' : 'items'
  const keep = predict ? null : { limit }
  const lease =
    (keep && leasePacked(home, folder)) ??
    (await writePacked({ home, folder, name: dataset.name, sources, pipeline, unit, keep }, hooks))
  const trained = job.split && train ? { source: train, rows: others(train, held, without) } : null
  const told = (items: Items | null) =>
    items && !predict ? baselinesOf(factsOf(job, classes), items, trained) : []
  const validated =
    chosen.on && 'rows' in chosen.on ? { heldOut: await writeRows(folder, chosen.on.rows) } : chosen.on
  return {
    folder,
    validation: validated,
    baselines: told(validatedItems(sources, chosen)),
    measured: {
      on: chosen.test.length
        ? { heldOut: await writeRows(folder, chosen.test) }
        : (validated ?? { part: measured.source.part as PartName }),
      baselines: told(measured),
      asked: job.forecast ? askedFor(measured, windows, job.forecast) : null,
    },
    without: without.length ? await writeRows(folder, without) : null,
    pipeline: join(folder, 'pipeline.json'),
    items: sources.flatMap((source) => source.items),
    counts: sources.map(({ part, count }) => ({ part, count })),
    lease,
  }
}

const factsOf = ({ task, dataset: { series } }: PackJob, classes: string[]) => ({
  task,
  classes,
  season: series ? seasonOf(series.step) : null,
})

/** The rows of the train part that are trained on. */
function others(train: Source, held: Uint8Array, without: Int32Array): Int32Array {
  const gone = held.slice()
  for (const row of without) gone[row] = 1
  return allOf(train).filter((row) => !gone[row])
}

/** A table is read as a time series where its rows ascend in time and the model reads steps. */
function windowsOf({ dataset, shape, pipeline }: PackJob): Windows | null {
  const { series } = dataset
  if (pipeline) {
    const { input } = pipeline
    if (input.kind !== 'series') return null
    const { date, horizon, samplingRate, acrossGaps } = input
    const steps = input.shape[0] ?? 0
    return { date, steps, horizon, samplingRate, acrossGaps, sequenceStride: series?.sequenceStride ?? 1 }
  }
  return series && shape.length === 2 ? { ...series, steps: shape[0] ?? series.window } : null
}

/** What is held out for good, and the windows that ask for values which a held-out one asks for too: they would tell them. */
function notTrainedOn(train: Source, { test, later }: Validation, held: Uint8Array): Int32Array {
  const first = held.indexOf(1)
  const begins = train.rowsBefore?.(first)
  if (first < 0 || begins === undefined || !train.rowsUntil) return joined(later, test)
  const telling: number[] = []
  for (let item = first - 1; item >= 0 && train.rowsUntil(item) > begins; item--) telling.push(item)
  return joined(Int32Array.from(telling.reverse()), joined(later, test))
}

/** Ascending rows, and those that come later: a million of them cannot be spread. */
function joined(first: Int32Array, second: Int32Array): Int32Array {
  const all = new Int32Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

/** Which rows of the train part nothing may be learnt from: 1 for each that is held out. */
function heldRows({ on, test, later }: Validation, count: number): Uint8Array {
  const held = new Uint8Array(count)
  for (const row of on && 'rows' in on ? on.rows : []) held[row] = 1
  for (const rows of [test, later]) for (const row of rows) held[row] = 1
  return held
}

function refuseUntrainable(
  { task, dataset: { name, classes } }: Pick<PackJob, 'task' | 'dataset'>,
  train: Source | undefined,
  held: Uint8Array,
): void {
  if (!train || held.every((one) => one === 1)) throw new Fault('data.no-training-items', { name })
  if (task === 'classification' && new Set(Array.from(train.labels)).size === 1)
    throw new Fault('data.single-class', { name, class: classes[train.labels[0] ?? 0] ?? '' })
}

async function fitPipeline(
  job: PackJob,
  duck: Duck | null,
  train: Source,
  held: Uint8Array,
): Promise<Pipeline> {
  const { dataset, manifest, shape, task } = job
  const { digest } = dataset
  const windows = windowsOf(job)
  const fitted = readsText(dataset)
    ? { input: await fitTexts(dataset, train, shape, job.words, held), label: ownScale }
    : duck
      ? windows
        ? await fitSeries(duck, dataset, manifest.levels, shape, windows, rowsToFit(train, held))
        : await fitColumns(duck, dataset, manifest.levels, shape, held)
      : {
          input: await fitPictures(shape, dataset, train, held),
          // Of what is given back no label is learnt.
          label: task === 'reconstruction' ? ownScale : fitValues(dataset, train, held),
        }
  const target = targetNames(dataset)[0] ?? null
  return { version: 2, digest, task, classes: classOrder(dataset), target, ...fitted }
}
