import type { Histogram, NumberSummary } from '../../../contract/data/profile.ts'

export const quantileShares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]
const histogramSteps = 24

/** The same names for the quantiles of `quantileShares`. */
export function namedQuantiles(values: readonly number[]): NumberSummary['quantiles'] {
  const [q01 = 0, q05 = 0, q25 = 0, q50 = 0, q75 = 0, q95 = 0, q99 = 0] = values
  return { q01, q05, q25, q50, q75, q95, q99 }
}

/** Tukey's fences, within what a number can be. */
export function fences({ q25, q75 }: NumberSummary['quantiles']): { low: number; high: number } {
  const reach = 1.5 * (q75 - q25)
  return { low: Math.max(-Number.MAX_VALUE, q25 - reach), high: Math.min(Number.MAX_VALUE, q75 + reach) }
}

/** The edges of `histogramSteps` equal steps; of numbers that are all the same, one step around them. */
export function edgesBetween(min: number, max: number): number[] {
  if (!(max > min)) return [min - 0.5, min + 0.5]
  const width = (max - min) / histogramSteps
  // From one end of what a number can be to the other there is no number between them.
  if (!Number.isFinite(width)) return [min, max]
  // As numpy.linspace rounds: what lies on an edge falls to the same side.
  return Array.from({ length: histogramSteps + 1 }, (_, step) =>
    step === histogramSteps ? max : step * width + min,
  )
}

/** Numbers at a glance; null of none. Sorts `values`. */
export function summaryOf(values: Float64Array): NumberSummary | null {
  const count = values.length
  if (!count) return null
  values.sort()
  const at = (place: number) => values[place] as number
  const quantile = (share: number) => {
    const place = share * (count - 1)
    const below = Math.floor(place)
    const above = Math.min(count - 1, below + 1)
    return at(below) + (place - below) * (at(above) - at(below))
  }
  const quantiles = namedQuantiles(quantileShares.map(quantile))
  let mean = 0
  let squares = 0
  let zeros = 0
  for (let index = 0; index < count; index++) {
    // Welford's algorithm: no digits lost where the mean is large.
    const step = at(index) - mean
    mean += step / (index + 1)
    squares += step * (at(index) - mean)
    if (at(index) === 0) zeros++
  }
  const { low, high } = fences(quantiles)
  const far = values.filter((value) => value < low || value > high)
  const below = far.filter((value) => value < low).length
  return {
    count,
    min: at(0),
    max: at(count - 1),
    mean,
    std: count > 1 ? Math.sqrt(squares / (count - 1)) : null,
    quantiles,
    zeros,
    histogram: histogramOf(values),
    outliers: { low, high, below, above: far.length - below, examples: furthest([...far]) },
  }
}

/** The three smallest and three largest. */
export function furthest(sorted: number[]): number[] {
  return sorted.length <= 6 ? sorted : [...sorted.slice(0, 3), ...sorted.slice(-3)]
}

function histogramOf(sorted: Float64Array): Histogram {
  const edges = edgesBetween(sorted[0] as number, sorted.at(-1) as number)
  const counts = new Array<number>(edges.length - 1).fill(0)
  let step = 0
  for (const value of sorted) {
    while (step < counts.length - 1 && value >= (edges[step + 1] as number)) step++
    counts[step] = (counts[step] ?? 0) + 1
  }
  return { edges, counts }
}
