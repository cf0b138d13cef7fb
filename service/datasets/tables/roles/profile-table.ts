import type { DuckDBValue } from '@duckdb/node-api'
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

/**
 * Looks at every cell of `data` (see openTables) and says what each column is. What few values tell is asked of the values and
 * not of the cells, and what can be no word is not compared with words.
 */
export async function profileTable(
  duck: Duck,
  names: string[],
): Promise<{ rows: number; profiles: ColumnProfile[] }> {
  const { rows, looks } = await lookOver(duck, names.length)
  const few = [...looks.keys()].filter((index) => (looks[index]?.about ?? 0) <= mostListed)
  const listed = await listValues(duck, few)
  const wordy = looks.flatMap((look, index) => (listed.has(index) || isPlain(look, rows) ? [] : [index]))
  const measured = await measureCells(duck, wordy)
  const head = await duck.rows(
    `SELECT ${names.map((_, index) => cell(index)).join(', ')} FROM data LIMIT 200`,
  )
  const profiles: ColumnProfile[] = []
  for (const [index, name] of names.entries()) {
    const look = looks[index] as Look
    const { values = null, counts = plainCounts(look) } = listed.get(index) ?? {
      counts: measured.get(index),
    }
    const { filled, numbers, booleans, dates, compact, whole } = counts
    const { about, longest } = look
    const candidate = /^(id|index|unnamed.*|.*[ _]id|.*[a-z]Id)$/i.test(name) && about > rows / 2
    const unique = candidate && (await isUnique(duck, cell(index), rows))
    const distinct = values?.size ?? Math.min(about, filled)
    const allBoolean = booleans === filled
    const type = typeOf({ filled, numbers, dates, compact, longest, distinct, allBoolean })
    profiles.push({
      column: {
        name,
        type,
        role: 'feature',
        missing: rows - (type === 'number' ? numbers : filled),
        distinct: unique ? rows : distinct,
        ...(unique || values ? {} : { about: true }),
        examples: examplesOf(head, index),
      },
      values,
      unique,
      whole: whole === numbers,
      longest,
    })
  }
  return { rows, profiles }
}

/** What one quick pass says of a column. */
interface Look {
  empty: number
  numbers: number
  whole: number
  /** Different cells, estimated (HyperLogLog). */
  about: number
  longest: number
}

async function lookOver(duck: Duck, columns: number): Promise<{ rows: number; looks: Look[] }> {
  const cells = Array.from({ length: columns }, (_, index) => cell(index))
  const seen = cells.flatMap((name, index) => [
    `count(*) FILTER (${name} = '')`,
    `count(n${index})`,
    `count(*) FILTER (n${index} % 1 = 0)`,
    `approx_count_distinct(${name})`,
    `max(length(${name}))`,
  ])
  const numbers = cells.map((name, index) => `${sql.number(name)} AS n${index}`)
  const [[rows = 0, ...found] = []] = await duck.rows(
    `SELECT ${['count(*)', ...seen].join(', ')} FROM (SELECT *, ${numbers.join(', ')} FROM data)`,
  )
  const looks = cells.map((_, index) => {
    const [empty, count, whole, about, longest] = found.slice(5 * index, 5 * index + 5).map(Number)
    return { empty, numbers: count, whole, about, longest } as Look
  })
  return { rows: Number(rows), looks }
}

/** How many cells of a column are what. */
interface Counts {
  /** Neither missing nor infinite. */
  filled: number
  numbers: number
  booleans: number
  dates: number
  /** Dates such as 19580329, which are numbers too. */
  compact: number
  whole: number
}

/** Nothing but numbers and empty cells, and no numbers that may be dates. */
const isPlain = ({ empty, numbers, whole, longest }: Look, rows: number) =>
  numbers + empty === rows && !(longest === 8 && whole === numbers)

const plainCounts = ({ numbers, whole }: Look): Counts => ({
  ...{ filled: numbers, numbers, booleans: 0, dates: 0, compact: 0, whole },
})

const absent = (name: string) => `(${sql.missing(name)} OR ${sql.isInfinite(name)})`

/** Whether a cell is counted by each of `Counts`, in SQL. */
const kinds = (name: string): Record<keyof Counts, string> => ({
  filled: `NOT ${absent(name)}`,
  numbers: `(${sql.number(name)}) IS NOT NULL`,
  booleans: `${sql.isBoolean(name)} AND NOT ${absent(name)}`,
  dates: `(${sql.number(name)}) IS NULL AND ${sql.isDate(name)}`,
  compact: sql.isCompactDate(name),
  whole: `coalesce((${sql.number(name)}) % 1 = 0, false)`,
})
const kindNames = Object.keys(kinds('')) as (keyof Counts)[]
const countsOf = (found: number[]) =>
  Object.fromEntries(kindNames.map((kind, at) => [kind, found[at] ?? 0])) as unknown as Counts

/** Of columns with few values: each of them that is neither missing nor infinite, how often it comes, and what they are. */
async function listValues(duck: Duck, columns: number[]) {
  const listed = new Map<number, { values: Map<string, number>; counts: Counts }>()
  // In portions: a histogram of every column at once could be large.
  for (let from = 0; from < columns.length; from += 32) {
    const some = columns.slice(from, from + 32)
    const histograms = some.map((index) => `histogram(${cell(index)}) AS h${index}`)
    const each = some.map(
      (index) => `SELECT ${index} AS place, unnest(map_entries(h${index}), recursive := true) FROM listed`,
    )
    const found = await duck.rows(
      `WITH listed AS MATERIALIZED (SELECT ${histograms.join(', ')} FROM data)
       SELECT place, key, value, ${Object.values(kinds('key')).join(', ')} FROM (${each.join(' UNION ALL ')})`,
    )
    for (const index of some) {
      const own = found.filter(([place]) => place === index)
      const sums = kindNames.map((_, kind) =>
        own.reduce((sum, row) => sum + (row[3 + kind] ? Number(row[2]) : 0), 0),
      )
      const filled = own.filter((row) => row[3])
      const values = new Map(filled.map(([, key, count]) => [String(key), Number(count)]))
      listed.set(index, { values, counts: countsOf(sums) })
    }
  }
  return listed
}

/** What the cells of some columns are, one by one. */
async function measureCells(duck: Duck, columns: number[]): Promise<Map<number, Counts>> {
  if (!columns.length) return new Map()
  const counts = columns.flatMap((index) =>
    Object.values(kinds(cell(index))).map((kind) => `count(*) FILTER (${kind})`),
  )
  const [found = []] = await duck.rows(`SELECT ${counts.join(', ')} FROM data`)
  const width = kindNames.length
  return new Map(
    columns.map((index, at) => [index, countsOf(found.slice(at * width, (at + 1) * width).map(Number))]),
  )
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

function typeOf(
  seen: Pick<Counts, 'filled' | 'numbers' | 'dates' | 'compact'> & {
    longest: number
    distinct: number
    allBoolean: boolean
  },
): Column['type'] {
  const { filled, numbers, dates, compact, longest, distinct, allBoolean } = seen
  if (!filled) return 'text'
  if (compact === filled && distinct > 2) return 'date'
  if (numbers / filled >= 0.95) return 'number'
  if (distinct <= 2 && allBoolean) return 'boolean'
  if (dates / filled >= 0.95) return 'date'
  return distinct <= Math.max(10, Math.min(mostLevels, filled / 2)) && longest <= 100 ? 'category' : 'text'
}
