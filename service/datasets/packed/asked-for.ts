import type { Windows } from '../series/series-source.ts'
import type { Items } from './baselines.ts'

/** The rows of a time series that windows ask for. */
export interface Asked {
  /** Times as written, and of each target its values, of the rows from the first that is asked for to the last. */
  times: string[]
  truth: (number | null)[][]
  /** Of each window the row that it asks for, of each step ahead: [window][ahead]. */
  rows: number[][]
  /** Windows there are. */
  of: number
}

/** What the first `most` of some windows ask for; null where these are no windows. */
export function askedFor({ source, rows }: Items, windows: Windows | null, most: number): Asked | null {
  const { series } = source
  if (!series || !windows) return null
  const asked = Array.from({ length: Math.min(most, rows.length) }, (_, at) =>
    Array.from({ length: windows.horizon }, (_, ahead) => series.asked(rows[at] as number, ahead + 1)),
  )
  const from = asked[0]?.[0] ?? 0
  const until = (asked.at(-1)?.at(-1) ?? -1) + 1
  return {
    times: series.cells.slice(from, until),
    truth: series.values.map((own) =>
      own.slice(from, until).map((value) => (Number.isNaN(value) ? null : value)),
    ),
    rows: asked.map((one) => one.map((row) => row - from)),
    of: rows.length,
  }
}
