import { smooth } from './smooth.ts'
import { type Point, thin } from './thin.ts'

export interface Series {
  key: string
  label: string
  colour: string
  /** Validation is dashed; training is solid. */
  dashed: boolean
  /** Which of several lines of one colour it is; each has strokes of its own. Default: the first, which is solid. */
  nth?: number
  /** Another line is looked at. */
  faint?: boolean
  /** Each point is shown as such; else only where there are few. */
  dots?: boolean
  points: Point[]
}

export interface Drawn extends Series {
  /** The points before smoothing; empty when nothing is smoothed. */
  raw: Point[]
}

export type Row = { x: number } & Record<string, number>

/**
 * A line's points as they are drawn: finite ones only (on a log axis positive ones), smoothed, then thinned. Validation
 * and lines of a few epochs are not smoothed: there a mean would hide what happened.
 */
export function draw(series: Series, smoothing: number, log: boolean, count = 500): Drawn {
  const finite = series.points.filter(({ y }) => Number.isFinite(y) && (!log || y > 0))
  if (smoothing <= 0 || series.dashed || finite.length < 30)
    return { ...series, points: thin(finite, count), raw: [] }
  const values = smooth(
    finite.map(({ y }) => y),
    smoothing,
  )
  const smoothed = finite.map(({ x }, index) => ({ x, y: values[index] as number }))
  return { ...series, points: thin(smoothed, count), raw: thin(finite, count) }
}

/** The name of a smoothed line's values as they were measured. */
export const rawKey = (key: string) => `${key}·raw`

/** Lines with different x values as rows of one table, sorted by x, which is what the chart draws from. */
export function toRows(lines: readonly Drawn[]): Row[] {
  const rows = new Map<number, Row>()
  const put = (key: string, { x, y }: Point) => {
    const row = rows.get(x) ?? ({ x } as Row)
    row[key] = y
    rows.set(x, row)
  }
  for (const line of lines) {
    for (const point of line.points) put(line.key, point)
    for (const point of line.raw) put(rawKey(line.key), point)
  }
  return [...rows.values()].sort((a, b) => a.x - b.x)
}

/** Index of the value nearest to `x` in a sorted list; -1 for an empty one. */
export function nearest(sorted: readonly number[], x: number): number {
  if (sorted.length === 0) return -1
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < x) low = middle + 1
    else high = middle
  }
  if (low > 0 && x - (sorted[low - 1] as number) <= (sorted[low] as number) - x) return low - 1
  return low
}

/** A line's value at `x`: that of its nearest point, or undefined outside of the line by more than one point's distance. */
export function valueAt(points: readonly Point[], x: number): Point | undefined {
  const last = points[points.length - 1]
  const first = points[0]
  if (!first || !last) return undefined
  const gap = points.length > 1 ? (last.x - first.x) / (points.length - 1) : 1
  if (x > last.x + gap || x < first.x - gap) return undefined
  return points[
    nearest(
      points.map((point) => point.x),
      x,
    )
  ]
}

/**
 * Where the x axis ends while training goes on: at the run's end where that is near, else at the half, quarter, eighth
 * ... of it that still has room, so that the first steps of a long run are no line at the left edge.
 */
export function liveEnd(last: number, end: number | undefined): number {
  if (end === undefined || last <= 0) return Math.max(last, end ?? 0)
  let room = end
  while (room / 2 > last * 1.05) room /= 2
  return Math.max(last, Math.ceil(room))
}

/** The range of all lines with some air; [0, 1] (or [0.1, 1] on a log axis) before the first point. */
export function range(lines: readonly Drawn[], log: boolean): [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const line of lines) {
    for (const { y } of line.points) {
      if (y < low) low = y
      if (y > high) high = y
    }
  }
  if (low > high) return log ? [0.1, 1] : [0, 1]
  if (log) return [low / 1.1, high * 1.1]
  const air = high === low ? Math.abs(high) * 0.1 || 0.5 : (high - low) * 0.06
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air]
}

/** Round values inside a range: about `count` on a linear axis; powers of ten, with 2 and 5 between when few, on a log one. */
export function ticks([low, high]: [number, number], log: boolean, count = 5): number[] {
  if (log) {
    const decades = Math.log10(high) - Math.log10(low)
    const steps = decades > 4 ? [1] : decades > 0.7 ? [1, 2, 5] : [1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9]
    const found: number[] = []
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
      for (const step of steps) {
        const value = Number((step * 10 ** power).toPrecision(12))
        if (value >= low && value <= high) found.push(value)
      }
    }
    return found
  }
  const rough = (high - low) / count
  if (!(rough > 0)) return [low]
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
  const found: number[] = []
  for (let index = Math.ceil(low / step); index * step <= high + step * 1e-9; index += 1) {
    found.push(Number((index * step).toPrecision(12)))
  }
  return found
}
