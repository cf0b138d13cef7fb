import type { DuckDBMapValue, DuckDBValue } from '@duckdb/node-api'
import type { Column } from '../../../../contract/data/dataset.ts'
import { isMissing, sql } from '../cells.ts'
import type { Duck } from '../duck.ts'
import { cell } from '../table-sql.ts'

/** A column as it is found, before anybody says what it is for. */
export interface ColumnProfile {
  column: Column
  /** Each value of a column with few of them, and how often it comes; null where there are too many to list. */
  values: Map<string, number> | null
  /** Whether every row has a value of its own. */
  unique: boolean
  whole: boolean
  /** Characters of the longest cell. */
  longest: number
}

/** Columns with more distinct values than this are not listed value by value. */
const mostListed = 1000
const mostLevels = 200

/** Looks at every cell of `data` (see openTables) and says what each column is. */
export async function profileTable(duck: Duck, names: string[], rows: number): Promise<ColumnProfile[]> {
  const measured = await duck.rows(
    `SELECT ${names.map((_, index) => measures(cell(index))).join(', ')} FROM data`,
  )
  const of = (index: number) => (measured[0] ?? []).slice(index * measureCount, (index + 1) * measureCount)
  const few = names.flatMap((_, index) => (Number(of(index)[4]) <= mostListed ? [index] : []))
  const listed = new Map<number, Map<string, number>>()
  // In portions: a histogram of every column at once could be large.
  for (let from = 0; from < few.length; from += 32) {
    const some = few.slice(from, from + 32)
    const [histograms = []] = await duck.rows(
      `SELECT ${some.map((index) => `histogram(${cell(index)}) FILTER (NOT (${absent(cell(index))}))`).join(', ')} FROM data`,
    )
    for (const [at, index] of some.entries()) listed.set(index, mapOf(histograms[at] ?? null))
  }
  const head = await duck.rows(
    `SELECT ${names.map((_, index) => cell(index)).join(', ')} FROM data LIMIT 200`,
  )
  const profiles: ColumnProfile[] = []
  for (const [index, name] of names.entries()) {
    const [filled = 0, numbers = 0, booleans = 0, dates = 0, about = 0, longest = 0, whole = 0, compact = 0] =
      of(index)
    const values = listed.get(index) ?? null
    const candidate = /^(id|index|unnamed.*|.*[ _]id|.*[a-z]Id)$/i.test(name) && Number(about) > rows / 2
    const unique = candidate && (await isUnique(duck, cell(index), rows))
    const distinct = values?.size ?? Math.min(Number(about), Number(filled))
    const type = typeOf({
      filled: Number(filled),
      numbers: Number(numbers),
      dates: Number(dates),
      compact: Number(compact),
      longest: Number(longest),
      distinct,
      allBoolean: Number(booleans) === Number(filled),
    })
    profiles.push({
      column: {
        name,
        type,
        role: 'feature',
        missing: rows - Number(type === 'number' ? numbers : filled),
        distinct: unique ? rows : distinct,
        examples: examplesOf(head, index),
      },
      values,
      unique,
      whole: Number(whole) === Number(numbers),
      longest: Number(longest),
    })
  }
  return profiles
}

const absent = (name: string) => `${sql.missing(name)} OR ${sql.isInfinite(name)}`
const measureCount = 8

function measures(name: string): string {
  const there = `FILTER (NOT (${absent(name)}))`
  const number = sql.number(name)
  return [
    `count(*) ${there}`,
    `count(${number})`,
    `count(*) FILTER (${sql.isBoolean(name)} AND NOT (${absent(name)}))`,
    `count(*) FILTER (${number} IS NULL AND ${sql.isDate(name)})`,
    `approx_count_distinct(${name}) ${there}`,
    `max(length(${name}))`,
    `count(*) FILTER ((${number}) % 1 = 0)`,
    `count(*) FILTER (${sql.isCompactDate(name)})`,
  ].join(', ')
}

/** The first few different values of a column, as written. */
function examplesOf(head: DuckDBValue[][], index: number): string[] {
  const cells = head.map((row) => String(row[index]))
  return [...new Set(cells.filter((one) => !isMissing(one)))].slice(0, 5).map((one) => one.slice(0, 200))
}

async function isUnique(duck: Duck, name: string, rows: number): Promise<boolean> {
  const [[count = 0] = []] = await duck.rows(`SELECT count(DISTINCT ${name}) FROM data`)
  return Number(count) === rows
}

function typeOf(seen: {
  filled: number
  numbers: number
  dates: number
  /** Dates such as 19580329, which are numbers too. */
  compact: number
  longest: number
  distinct: number
  allBoolean: boolean
}): Column['type'] {
  const { filled, numbers, dates, compact, longest, distinct, allBoolean } = seen
  if (!filled) return 'text'
  if (compact === filled && distinct > 2) return 'date'
  if (numbers / filled >= 0.95) return 'number'
  if (distinct <= 2 && allBoolean) return 'boolean'
  if (dates / filled >= 0.95) return 'date'
  return distinct <= Math.max(10, Math.min(mostLevels, filled / 2)) && longest <= 100 ? 'category' : 'text'
}

const mapOf = (value: DuckDBValue): Map<string, number> =>
  new Map(
    ((value as DuckDBMapValue | null)?.entries ?? []).map(({ key, value: count }) => [
      String(key),
      Number(count),
    ]),
  )
