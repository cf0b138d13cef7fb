import type { DuckDBListValue, DuckDBMapValue, DuckDBValue } from '@duckdb/node-api'
import type { ColumnProfile, NumberSummary, ValueCount } from '../../../../contract/profile.ts'
import type { Hooks } from '../../context.ts'
import type { Duck } from '../../tables/duck.ts'
import { edgesBetween, fences, furthest, namedQuantiles, quantileShares } from '../number-summary.ts'
import type { MeasuredColumn } from './value-sql.ts'

/** Above this many rows quantiles and distinct values are estimated: to sort every column would take more memory than there may be. */
const mostSorted = 1_000_000
/** Values of a column with more different ones are not listed. */
const mostListed = 1000
const mostShown = 30
/** Columns a query: a query reads the whole table. */
const portion = 24

/** Looks at every cell of `data`, in two passes: how the values spread, then how many lie where. Relations are left open. */
export async function profileColumns(
  duck: Duck,
  columns: MeasuredColumn[],
  rows: number,
  hooks: Hooks,
): Promise<ColumnProfile[]> {
  const profiles: ColumnProfile[] = []
  for (let from = 0; from < columns.length; from += portion) {
    const some = columns.slice(from, from + portion)
    const first = await pass(duck, some, (one) => spreads(one, rows <= mostSorted))
    hooks.progress(from + some.length / 2, columns.length * 1.5, 'items')
    const second = await pass(duck, some, (one, at) => places(one, first[at] ?? []))
    hooks.progress(from + some.length, columns.length * 1.5, 'items')
    for (const [at, one] of some.entries())
      profiles.push(profileOf(one, rows, first[at] ?? [], second[at] ?? []))
  }
  return profiles
}

async function pass(
  duck: Duck,
  columns: MeasuredColumn[],
  measures: (column: MeasuredColumn, at: number) => string[],
) {
  const all = columns.map(measures)
  const [row = []] = await duck.rows(`SELECT ${all.flat().join(', ')} FROM data`)
  let from = 0
  return all.map(({ length }) => {
    from += length
    return row.slice(from - length, from)
  })
}

function spreads({ text, there, value }: MeasuredColumn, exact: boolean): string[] {
  const shares = `[${quantileShares.join(', ')}]`
  const distinct = exact ? `count(DISTINCT ${text})` : `approx_count_distinct(${text})`
  const common = [`count(*) FILTER (${there})`, `${distinct} FILTER (${there})`]
  if (!value) return common
  const quantiles = exact ? `quantile_cont(${value}, ${shares})` : `approx_quantile(${value}, ${shares})`
  // Squares of what is larger than this are no numbers any more, and DuckDB would give up.
  const bounded = `CASE WHEN abs(${value}) < 1e150 THEN ${value} END`
  return [
    ...common,
    `count(${value})`,
    `min(${value})`,
    `max(${value})`,
    `avg(${value})`,
    `stddev_samp(${bounded})`,
    quantiles,
    `count(*) FILTER (${value} = 0)`,
  ]
}

function places({ column, text, there, value }: MeasuredColumn, first: DuckDBValue[]): string[] {
  const distinct = Number(first[1])
  const few = distinct <= (column.type === 'number' || column.type === 'date' ? mostShown : mostListed)
  const top = few ? `histogram(${text}) FILTER (${there})` : 'NULL'
  if (!value || !Number(first[2])) return [top]
  const [min, max] = [Number(first[3]), Number(first[4])]
  const { low, high } = fences(namedQuantiles(listOf(first[7])))
  const step = stepSql(value, edgesBetween(min, max))
  return [
    top,
    `histogram((${step})::INTEGER) FILTER (${value} IS NOT NULL)`,
    `count(*) FILTER (${value} < ${low})`,
    `count(*) FILTER (${value} > ${high})`,
    `min(${value}, 3) FILTER (${value} < ${low})`,
    `max(${value}, 3) FILTER (${value} > ${high})`,
  ]
}

/** The step a number lies in, as numpy.histogram finds it: divided first, then held against the edges themselves. */
function stepSql(value: string, edges: number[]): string {
  const [min = 0, max = 0] = [edges[0], edges.at(-1)]
  const last = edges.length - 2
  if (!last) return '0'
  const near = `least(${last}, floor((${value} - (${min})) / ${(max - min) / (last + 1)}))::INTEGER`
  const edge = (at: string) => `[${edges.join(', ')}][${at}]`
  const above = `CASE WHEN ${near} < ${last} AND ${value} >= ${edge(`${near} + 2`)} THEN 1 ELSE 0 END`
  return `(${near} - CASE WHEN ${value} < ${edge(`${near} + 1`)} THEN 1 ELSE 0 END + ${above})`
}

function profileOf(
  one: MeasuredColumn,
  rows: number,
  first: DuckDBValue[],
  second: DuckDBValue[],
): ColumnProfile {
  const { name, type, role } = one.column
  const filled = Number(type === 'number' || type === 'date' ? (first[2] ?? 0) : first[0])
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
    numbers: one.value ? summaryFrom(first, second) : null,
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
