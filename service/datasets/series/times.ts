/** How a date of three numbers without a year in front is meant. */
export const dayOrders = ['day-first', 'month-first'] as const
export type DayOrder = (typeof dayOrders)[number]

const compact = /^(\d{4})(\d{2})(\d{2})$/
const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?)?)?$/
const zoned = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$/
const short = /^(\d{1,2})[./](\d{1,2})[./](\d{2}|\d{4})$/

/** Milliseconds since 1970 of a date as tables have them, without a zone taken for UTC; NaN for anything else. */
export function timeOf(cell: string, order: DayOrder): number {
  if (zoned.test(cell)) return Date.parse(cell.replace(' ', 'T'))
  const long = compact.exec(cell) ?? iso.exec(cell)
  if (long) {
    const [year, month, day, hour, minute, second] = long.slice(1).map(Number)
    return (
      utc(Number(year), Number(month), day || 1) +
      ((hour || 0) * 60 + (minute || 0)) * 60_000 +
      (second || 0) * 1000
    )
  }
  const [, first, second, last] = short.exec(cell) ?? []
  if (!last) return Number.NaN
  // Two digits as POSIX reads them: 69 is 1969, 68 is 2068.
  const year = last.length === 4 ? Number(last) : Number(last) + (Number(last) < 69 ? 2000 : 1900)
  const [day, month] = order === 'day-first' ? [first, second] : [second, first]
  return utc(year, Number(month), Number(day))
}

function utc(year: number, month: number, day: number): number {
  const there = month >= 1 && month <= 12 && day >= 1 && day <= 31
  return there ? Date.UTC(year, month - 1, day) : Number.NaN
}

/** Milliseconds. */
export const day = 86_400_000

/** Rows of the season that rows so many milliseconds apart most likely have: a day, a week or a year of them; null: none known. */
export function seasonOf(step: number): number | null {
  if (step < day) return day % step === 0 ? day / step : null
  const about = (days: number, most: number) => step >= days * day && step <= most * day
  if (about(1, 1)) return 7
  if (about(7, 7)) return 52
  if (about(28, 31)) return 12
  return about(90, 92) ? 4 : null
}

/** A series of which more than this share of the steps are long has no gaps: its steps are uneven, such as work days. */
const mostGaps = 0.05

/**
 * The median step of some times, and the places where half a step too much passes. `uneven`: that is so often that
 * it says nothing. null where the times do not ascend or one is missing.
 */
export function stepsOf(times: ArrayLike<number>): { step: number; gaps: number[]; uneven: boolean } | null {
  const steps = new Float64Array(Math.max(0, times.length - 1))
  for (let at = 0; at < steps.length; at++) {
    steps[at] = (times[at + 1] as number) - (times[at] as number)
    if (!((steps[at] as number) > 0)) return null
  }
  if (!steps.length) return null
  const step = steps.slice().sort()[steps.length >> 1] as number
  const gaps: number[] = []
  for (const [at, one] of steps.entries()) if (one > step * 1.5) gaps.push(at + 1)
  const uneven = gaps.length > steps.length * mostGaps
  return { step, gaps: uneven ? [] : gaps, uneven }
}
