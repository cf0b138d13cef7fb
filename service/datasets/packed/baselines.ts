import type { TrainedTask } from '../../../contract/data/learning-task.ts'
import type { Baseline } from '../../../contract/training/baselines.ts'
import type { Validation } from '../splits/held-out.ts'
import type { Source } from './source.ts'

/** Some items of a part. */
export interface Items {
  source: Source
  rows: ArrayLike<number>
}

interface Facts {
  task: TrainedTask
  classes: string[]
  /** Rows of a season, of a time series that has one. */
  season: number | null
}

/**
 * What the simplest forecasts and guesses come to on `measured`, learnt from `trained` where they learn anything.
 * `trained` is null where nobody knows what was trained on: then only what learns nothing is given.
 */
export function baselinesOf(
  { task, classes, season }: Facts,
  measured: Items,
  trained: Items | null,
): Baseline[] {
  if (!measured.rows.length) return []
  if (measured.source.naive) return naiveForecasts(measured, season)
  if (!trained?.rows.length || task === 'reconstruction') return []
  if (task === 'classification') return [mostFrequent(classes, measured, trained)]
  if (task === 'multilabel') return [usualLabels(measured, trained)]
  return (['mean', 'median'] as const).map((name) => {
    const guess = columns(trained).map(name === 'mean' ? mean : median)
    return baseline(name, errors(measured, () => guess) ?? {})
  })
}

const baseline = (
  name: Baseline['name'],
  metrics: Baseline['metrics'],
  more: Partial<Baseline> = {},
): Baseline => ({
  ...{ name, season: null, class: null, metrics },
  ...more,
})

/** The last value, and that of a season before where all items have one. */
function naiveForecasts(measured: Items, season: number | null): Baseline[] {
  const last = errors(measured, (item) => measured.source.naive?.(item, null) ?? null)
  const before = season && errors(measured, (item) => measured.source.naive?.(item, season) ?? null)
  return [
    ...(last ? [baseline('last-value', last)] : []),
    ...(before ? [baseline('seasonal', before, { season })] : []),
  ]
}

/** How far values are from what was told, over all items and all values of an item; null where one is not told. */
function errors({ source, rows }: Items, tell: (item: number) => ArrayLike<number> | null) {
  const width = source.labelWidth ?? 1
  let absolute = 0
  let squared = 0
  for (let at = 0; at < rows.length; at++) {
    const item = rows[at] as number
    const told = tell(item)
    if (!told) return null
    for (let value = 0; value < width; value++) {
      const error = (source.labels[item * width + value] as number) - (told[value] as number)
      absolute += Math.abs(error)
      squared += error * error
    }
  }
  const mse = squared / (rows.length * width)
  return { mae: absolute / (rows.length * width), mse, root_mean_squared_error: Math.sqrt(mse) }
}

/** How often each class is, of equally frequent ones the first; then how often that is right. */
function mostFrequent(classes: string[], measured: Items, trained: Items): Baseline {
  const count = ({ source, rows }: Items) => {
    const counts = new Array<number>(classes.length).fill(0)
    for (let at = 0; at < rows.length; at++) {
      const label = source.labels[rows[at] as number] as number
      counts[label] = (counts[label] ?? 0) + 1
    }
    return counts
  }
  const seen = count(trained)
  const most = seen.indexOf(Math.max(...seen))
  const accuracy = (count(measured)[most] ?? 0) / measured.rows.length
  return baseline('most-frequent', { accuracy }, { class: classes[most] ?? null })
}

/** Of each label what more than half of the items have. */
function usualLabels(measured: Items, trained: Items): Baseline {
  const usual = columns(trained).map((column) => (mean(column) > 0.5 ? 1 : 0))
  const shares = columns(measured).map((column, label) => {
    const share = mean(column)
    return usual[label] ? share : 1 - share
  })
  return baseline('most-frequent', { binary_accuracy: mean(Float64Array.from(shares)) })
}

/** The values of items, those at the same place together. */
function columns({ source, rows }: Items): Float64Array[] {
  const width = source.labelWidth ?? 1
  return Array.from({ length: width }, (_, value) =>
    Float64Array.from(rows, (item) => source.labels[item * width + value] as number),
  )
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length

function median(values: Float64Array): number {
  const sorted = values.slice().sort()
  const middle = sorted.length >> 1
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

/** The numbers of all rows of a source. */
export const allOf = ({ count }: Source): Int32Array => Int32Array.from({ length: count }, (_, row) => row)

/** What a run is validated on. */
export function validatedItems(sources: Source[], { on }: Validation): Items | null {
  const part = on && 'part' in on ? on.part : 'train'
  const source = on && sources.find((one) => one.part === part)
  return source ? { source, rows: 'rows' in on ? on.rows : allOf(source) } : null
}

/** What an evaluation measures on: what is held out for good, else what is validated on, else a part that is not trained on, else all there is. */
export function measuredItems(sources: Source[], chosen: Validation): Items {
  const train = sources.find(({ part }) => part === 'train')
  if (train && chosen.test.length) return { source: train, rows: chosen.test }
  const found = (['test', 'validation'] as const).map((name) => sources.find(({ part }) => part === name))
  const source = found.find((one) => one !== undefined) ?? (sources[0] as Source)
  return validatedItems(sources, chosen) ?? { source, rows: allOf(source) }
}
