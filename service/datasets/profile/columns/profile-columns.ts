import type { DuckDBListValue, DuckDBMapValue, DuckDBValue } from '@duckdb/node-api'
import type { ColumnProfile, NumberSummary, ValueCount } from '../../../../contract/data/profile.ts'
import type { Hooks } from '../../context.ts'
import type { Duck } from '../../tables/duck.ts'
import { edgesBetween, fences, furthest, namedQuantiles, quantileShares } from '../number-summary.ts'
import type { MeasuredColumn } from './value-sql.ts'

/** Above this many rows quantiles and distinct values are estimated: to sort every column would take more memory than there may be. */
const mostSorted = 1_000_000
/** Values of a column with more different ones are not listed. */
const mostListed = 1000
const mostShown = 30
/** Columns at a time: their cells are turned into numbers once, in a table that is gone afterwards. */
const portion = 8

/** Looks at every cell of `data`: how the values spread, then how many lie where. Relations are left open. */
export async function profileColumns(
  duck: Duck,
  columns: MeasuredColumn[],
  rows: number,
  hooks: Hooks,
): Promise<ColumnProfile[]> {
  const profiles: ColumnProfile[] = []
  for (let from = 0; from < columns.length; from += portion) {
    hooks.progress(from, columns.length * 1.5, 'items')
    const some = columns.slice(from, from + portion).map(asPortion)
    await duck.run(
      `CREATE OR REPLACE TEMP TABLE portion AS SELECT ${some.map(({ select }) => select).join(', ')} FROM data`,
    )
    const first = await pass(duck, some, (one) => spreads(one, rows <= mostSorted))
    const second = await pass(duck, some, (one, at) => places(one, first[at] ?? []))
    for (const [at, one] of some.entries())
      profiles.push(profileOf(one, rows, first[at] ?? [], second[at] ?? []))
  }
  await duck.run('DROP TABLE IF EXISTS portion')
  hooks.progress(columns.length, columns.length * 1.5, 'items')
  return profiles
}

interface InPortion extends Pick<MeasuredColumn, 'column'> {
  select: string
  /** What is counted: the number or time itself, of others the cell; null where nothing stands. */
  cell: string
  /** What is summed up: numbers, times, lengths; null of categories. */
  number: string | null
}

function asPortion({ column, text, there, value }: MeasuredColumn, at: number): InPortion {
  const cell = `x${at}`
  const whole = column.type === 'number' || column.type === 'date'
  const select = whole ? `${value} AS ${cell}` : `CASE WHEN ${there} THEN ${text} END AS ${cell}`
  const number = whole ? cell : column.type === 'text' ? `length(${cell})::DOUBLE` : null
  return { column, select, cell, number }
}

async function pass(duck: Duck, columns: InPortion[], measures: (column: InPortion, at: number) => string[]) {
  const all = columns.map(measures)
  const [row = []] = await duck.rows(`SELECT ${all.flat().join(', ')} FROM portion`)
  let from = 0
  return all.map(({ length }) => {
    from += length
    return row.slice(from - length, from)
  })
}

function spreads({ cell, number }: InPortion, exact: boolean): string[] {
  const shares = `[${quantileShares.join(', ')}]`
  const common = [`count(${cell})`, exact ? `count(DISTINCT ${cell})` : `approx_count_distinct(${cell})`]
  if (!number) return common
  // Squares of what is larger than this are no numbers any more, and DuckDB would give up.
  const bounded = `CASE WHEN abs(${number}) < 1e150 THEN ${number} END`
  return [
    ...common,
    `count(${number})`,
    `min(${number})`,
    `max(${number})`,
    `avg(${number})`,
    `stddev_samp(${bounded})`,
    exact ? `quantile_cont(${number}, ${shares})` : `approx_quantile(${number}, ${shares})`,
    `count(*) FILTER (${number} = 0)`,
  ]
}

function places({ column, cell, number }: InPortion, first: DuckDBValue[]): string[] {
  const distinct = Number(first[1])
  const few = distinct <= (column.type === 'number' || column.type === 'date' ? mostShown : mostListed)
  const top = few ? `histogram(${cell})` : 'NULL'
  if (!number || !Number(first[2])) return [top]
  const [min, max] = [Number(first[3]), Number(first[4])]
  const { low, high } = fences(namedQuantiles(listOf(first[7])))
  return [
    top,
    `histogram(${stepSql(number, edgesBetween(min, max))}) FILTER (${number} IS NOT NULL)`,
    `count(*) FILTER (${number} < ${low})`,
    `count(*) FILTER (${number} > ${high})`,
    `min(${number}, 3) FILTER (${number} < ${low})`,
    `max(${number}, 3) FILTER (${number} > ${high})`,
  ]
}

/** The step a number lies in, as numpy.histogram finds it: divided first, then held against the edges themselves (see edgesBetween). */
function stepSql(value: string, edges: number[]): string {
  const [min = 0, max = 0] = [edges[0], edges.at(-1)]
  const last = edges.length - 2
  if (!last) return '0'
  const width = (max - min) / (last + 1)
  const near = `least(${last}, floor((${value} - (${min})) / ${width}))`
  const edge = (at: string) => `(${at}) * ${width}::DOUBLE + (${min})`
  const above = `CASE WHEN ${near} < ${last} AND ${value} >= ${edge(`${near} + 1`)} THEN 1 ELSE 0 END`
  return `(${near} - CASE WHEN ${value} < ${edge(near)} THEN 1 ELSE 0 END + ${above})::INTEGER`
}

function profileOf(one: InPortion, rows: number, first: DuckDBValue[], second: DuckDBValue[]): ColumnProfile {
  const { name, type, role } = one.column
  const filled = Number(first[0])
  const top = [...mapOf(second[0])]
    .map(([value, count]): ValueCount => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  const distinct = second[0] ? top.length : Math.min(Number(first[1]), Math.max(filled, 0))
  return {
    name,
    type,
    role,
    missing: rows - filled,
    distinct,
    numbers: one.number ? summaryFrom(first, second) : null,
    top: top.slice(0, mostShown),
    relation: null,
  }
}

function summaryFrom(first: DuckDBValue[], second: DuckDBValue[]): NumberSummary | null {
  const count = Number(first[2])
  if (!count) return null
  const [min, max] = [Number(first[3]), Number(first[4])]
  const quantiles = namedQuantiles(listOf(first[7]))
  const edges = edgesBetween(min, max)
  const counted = mapOf(second[1])
  const counts = Array.from({ length: edges.length - 1 }, (_, step) => counted.get(String(step)) ?? 0)
  return {
    count,
    min,
    max,
    mean: Number(first[5]),
    std: first[6] === null ? null : Number(first[6]),
    quantiles,
    zeros: Number(first[8]),
    histogram: { edges, counts },
    outliers: {
      ...fences(quantiles),
      below: Number(second[2]),
      above: Number(second[3]),
      examples: furthest([...listOf(second[4]), ...listOf(second[5])].sort((a, b) => a - b)),
    },
  }
}

const listOf = (value: DuckDBValue | undefined): number[] =>
  ((value as DuckDBListValue | null | undefined)?.items ?? []).map(Number)

const mapOf = (value: DuckDBValue | undefined): Map<string, number> =>
  new Map(
    ((value as DuckDBMapValue | null | undefined)?.entries ?? []).map(({ key, value: count }) => [
      String(key),
      Number(count),
    ]),
  )
