import type { ColumnStep, DateStep, NumberStep } from '../pipeline/column-steps.ts'
import { sql } from './cells.ts'
import { dateSql, partSql } from './date-sql.ts'
import { quote } from './duck.ts'

/** One column of a query that says what a step makes of a cell. */
export interface StepOutput {
  sql: string
  /** Inputs it becomes: of `place`, a 1 at the place that the INTEGER names, and nothing for -1. */
  width: number
  kind: 'value' | 'place'
}

/** The largest finite float32, a little below. */
const largest = '3.4e38'

/** What a step makes of a cell, in SQL: FLOAT values, or the place of a level as INTEGER, -1 for none. */
export function stepOutputs(step: ColumnStep, cell: string): StepOutput[] {
  // A number far off may be beyond what a float32 holds: it becomes the largest one.
  const within = (text: string) => `greatest(-${largest}, least(${largest}, (${text})::DOUBLE))`
  const value = (text: string): StepOutput => ({ sql: `${within(text)}::FLOAT`, width: 1, kind: 'value' })
  const place = (text: string, width: number): StepOutput => ({
    sql: `(${text})::INTEGER`,
    width,
    kind: 'place',
  })
  switch (step.kind) {
    case 'number':
      return [
        value(`(${logged(step, clipped(step, filled(step, cell)))} - (${step.centre})) / (${step.scale})`),
        ...(step.indicator ? [value(`CASE WHEN ${known(step, cell)} IS NULL THEN 1 ELSE 0 END`)] : []),
      ]
    case 'one-hot': {
      const there =
        step.fill === null ? cell : `CASE WHEN ${sql.missing(cell)} THEN ${quote(step.fill)} ELSE ${cell} END`
      const found = placeSql(step.levels, there)
      if (!step.rare.length) return [place(found, step.levels.length)]
      const rare = `${there} IN (${step.rare.map(quote).join(', ')})`
      return [place(`CASE WHEN ${rare} THEN ${step.levels.length} ELSE ${found} END`, step.levels.length + 1)]
    }
    case 'ordinal':
      return [value(placeSql(step.levels, cell))]
    case 'hash':
      return [
        place(
          `CASE WHEN ${sql.missing(cell)} THEN -1 ELSE (md5_number_lower(${cell}) % ${step.buckets}) END`,
          step.buckets,
        ),
      ]
    case 'date':
      return dateOutputs(step, cell).map(value)
    case 'boolean':
      return [value(`CASE WHEN ${sql.isTrue(cell)} THEN 1 ELSE 0 END`)]
  }
}

const placeSql = (levels: string[], cell: string) =>
  `coalesce(list_position(${sql.list(levels)}, ${cell}), 0) - 1`

/** A cell's number, null for what counts as missing: what is none, and what has no logarithm. */
function known({ log, ...step }: NumberStep, cell: string): string {
  const number = `(${sql.number(cell)})`
  return log ? `(CASE WHEN ${clipped(step, number)} > -1 THEN ${number} END)` : number
}
const filled = (step: NumberStep, cell: string) => `coalesce(${known(step, cell)}, ${step.fill})`

/** `value` must not be null: greatest and least would pass over it. */
export function clipped({ low, high }: Pick<NumberStep, 'low' | 'high'>, value: string): string {
  const above = low === null ? value : `greatest(${value}, (${low})::DOUBLE)`
  return high === null ? above : `least(${above}, (${high})::DOUBLE)`
}

/** A value of SQL with its logarithm taken where the step asks for it: log(1 + x). */
export const logged = ({ log }: Pick<NumberStep, 'log'>, value: string) => (log ? `ln(1 + ${value})` : value)

/** How many values a part has before it begins again. */
const periods = { month: 12, day: 31, weekday: 7, hour: 24 }

function dateOutputs({ order, parts }: DateStep, cell: string): string[] {
  const date = dateSql(cell, order)
  return parts.flatMap(({ part, cyclic, centre, scale }) => {
    const value = partSql(part, date)
    if (!cyclic || part === 'year') return [`coalesce((${value} - (${centre})) / (${scale}), 0)`]
    const turn = `2 * pi() * ${value} / ${periods[part]}`
    return [`coalesce(sin(${turn}), 0)`, `coalesce(cos(${turn}), 0)`]
  })
}
