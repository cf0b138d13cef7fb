import { dirname } from 'node:path'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { GroupBy, Split } from '../../../contract/data/split.ts'
import { Split as SplitNoun } from '../../../contract/data/split.ts'
import { Fault } from '../../../contract/failure.ts'
import type { TrainingSettings } from '../../../contract/training/training.ts'
import type { Source } from '../packed/source.ts'
import { dayOrders, stepsOf, timeOf } from '../series/times.ts'
import { numberOf } from '../tables/cells.ts'
import { type HeldOut, splitRows } from './split-rows.ts'

/** What a run says of its split: what is null is as the data set has it. */
export interface RunSplit {
  settings: Pick<TrainingSettings, 'validationSplit' | 'splitKind' | 'folds' | 'fold'>
  seed: number
}

/** Where the items to validate on come from, and what is held out for good. */
export interface Validation {
  /** A part of the data set, rows of the train part, or nothing. */
  on: { part: 'validation' | 'test' } | { rows: Int32Array } | null
  test: Int32Array
  /** What comes later than the fold of a time series that is validated on: neither trained nor measured on. */
  later: Int32Array
}

/**
 * Chooses what a run does not train on: by the run's own settings where it has any, else by the data set's split, else its
 * validation or test part, else a fifth of the items.
 * @param ordered the items follow one another in time: what comes later must not be learnt from, so the last are held out
 * @throws Fault `split.*`
 */
export async function heldOut(
  dataset: Dataset,
  { settings, seed }: RunSplit,
  train: Source,
  parts: readonly string[],
  ordered: boolean,
): Promise<Validation> {
  const kept = dataset.split
  const { validationSplit, splitKind, folds, fold } = settings
  const own = kept !== null && validationSplit === null && splitKind === null && folds === null
  const onPart = (['validation', 'test'] as const).find((part) => parts.includes(part))
  const usesPart = !own && folds === null && validationSplit === null && onPart !== undefined
  const none = SplitNoun.parse({ share: 0 })
  const asked: Split = own
    ? { ...kept, fold: fold === null ? kept.fold : Math.min(fold, kept.folds - 1) }
    : folds
      ? SplitNoun.parse({ kind: 'k-fold', ...folds, fold: Math.min(fold ?? 0, folds.folds - 1), seed })
      : usesPart || validationSplit === 0
        ? none
        : SplitNoun.parse({ kind: splitKind ?? 'stratified', share: validationSplit ?? 0.2, seed })
  const forGood = kept ?? none
  const last = (split: Split): Split => (ordered ? { ...split, kind: 'last' } : split)
  const validate = ordered && asked.kind === 'k-fold' ? asked : last(asked)
  const { validation, test, later } = await rowsOf(dataset, train, last(forGood), validate, ordered)
  if (usesPart && onPart) return { on: { part: onPart }, test, later }
  return { on: validation.length ? { rows: validation } : null, test, later }
}

/** The rows that splits hold out of a train part, with what they need to know of it read. */
export async function rowsOf(
  dataset: Dataset,
  train: Source,
  split: Split,
  validate: Split = split,
  ordered = false,
): Promise<HeldOut> {
  const by = [validate, split].find(
    ({ kind, group }) => group && (kind === 'group' || kind === 'k-fold'),
  )?.group
  const time = [validate, split].find(({ kind }) => kind === 'time')?.timeColumn
  const facts = {
    name: dataset.name,
    count: train.count,
    labels: dataset.task === 'classification' ? train.labels : null,
    several: dataset.task === 'multilabel' ? { values: train.labels, width: train.labelWidth ?? 1 } : null,
    groups: by ? await groupsOf(dataset, train, by) : null,
    times: time ? await timesOf(dataset, train, time) : null,
    ordered,
  }
  return splitRows(split, facts, validate)
}

/** A number a group, for each item. @throws Fault `split.no-column`, `split.no-files`, `split.pattern` */
async function groupsOf(dataset: Dataset, train: Source, by: GroupBy): Promise<Int32Array> {
  const numbers = new Map<string, number>()
  const of = new Int32Array(train.count)
  let row = 0
  const add = (name: string) => {
    const number = numbers.get(name) ?? numbers.size
    numbers.set(name, number)
    of[row++] = number
  }
  if (by.by === 'column') {
    refuseUnknown(dataset, by.column)
    for await (const cell of train.texts(by.column)) add(cell)
    return of
  }
  if (train.items.length !== train.count) throw new Fault('split.no-files', { name: dataset.name })
  if (by.by === 'folder') for (const path of train.items) add(dirname(path))
  else {
    const pattern = patternOf(by.pattern)
    // A file that the pattern finds nothing in is a group of its own.
    for (const path of train.items) {
      const found = pattern.exec(path)
      add(found ? `found ${found[1] ?? found[0]}` : `file ${path}`)
    }
  }
  return of
}

function patternOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u')
  } catch (thrown) {
    throw new Fault('split.pattern', { pattern, detail: (thrown as Error).message }, thrown)
  }
}

/** When each item was, by a column of dates or numbers. @throws Fault `split.no-column`, `split.no-times` */
async function timesOf(dataset: Dataset, train: Source, column: string): Promise<Float64Array> {
  refuseUnknown(dataset, column)
  const cells: string[] = []
  for await (const cell of train.texts(column)) cells.push(cell)
  const readings = [
    Float64Array.from(cells, numberOf),
    ...dayOrders.map((order) => Float64Array.from(cells, (cell) => timeOf(cell, order))),
  ]
  const known = (times: Float64Array) => times.reduce((sum, time) => sum + (Number.isNaN(time) ? 0 : 1), 0)
  const [best] = readings
    // The reading that more cells have; of equals the one in which they ascend.
    .map((times) => ({ times, rank: known(times) + (stepsOf(times) ? 0.5 : 0) }))
    .sort((a, b) => b.rank - a.rank)
  if (!best || best.rank < 1) throw new Fault('split.no-times', { column })
  return best.times
}

function refuseUnknown(dataset: Dataset, column: string): void {
  if (dataset.columns.some(({ name }) => name === column)) return
  const columns = dataset.columns.map(({ name }) => name).join(', ')
  throw new Fault('split.no-column', { name: dataset.name, column, columns })
}
