import type { Forecast } from '../../../contract/training/forecast.ts'
import type { Series } from '../../charts/curves-data.ts'

/** Rows drawn at once: more would be a band of ink. */
export const rowsAtOnce = 400

const pointsOf = (values: readonly (number | null)[], from: number) =>
  values.slice(from, from + rowsAtOnce).flatMap((y, at) => (y === null ? [] : [{ x: from + at, y }]))

/**
 * What came, and what was told of it so many steps ahead, of one target over the rows from `from` on.
 * `ahead`: steps, from 1; `colour`: of the n-th line, the first is what came.
 */
export function forecastLines(
  { truth, told }: Forecast,
  choice: { target: number; ahead: readonly number[]; from: number },
  words: { truth: string; told: (ahead: number) => string },
  colour: (line: number) => string,
): Series[] {
  const { target, ahead, from } = choice
  return [
    {
      key: 'truth',
      label: words.truth,
      colour: colour(0),
      dashed: false,
      dots: false,
      points: pointsOf(truth[target] ?? [], from),
    },
    ...ahead.map((steps, line) => ({
      key: `told ${steps}`,
      label: words.told(steps),
      colour: colour(line + 1),
      dashed: true,
      dots: false,
      points: pointsOf(told[steps - 1]?.[target] ?? [], from),
    })),
  ]
}

/** How far a forecast is off on average, over the rows that have both; null where none has. */
export function meanError({ truth, told }: Forecast, target: number, ahead: number): number | null {
  let sum = 0
  let count = 0
  for (const [row, value] of (told[ahead - 1]?.[target] ?? []).entries()) {
    const came = truth[target]?.[row]
    if (value === null || came === null || came === undefined) continue
    sum += Math.abs(value - came)
    count += 1
  }
  return count ? sum / count : null
}

/** The first, the middle and the last step ahead: what is shown before anything is chosen. */
export const usualSteps = (horizon: number): number[] => [
  ...new Set([1, ...(horizon > 2 ? [Math.ceil(horizon / 2)] : []), horizon]),
]
