import type { DayOrder } from '../series/times.ts'

const years = [
  '%Y-%m-%d',
  '%Y-%m-%d %H:%M:%S',
  '%Y-%m-%d %H:%M',
  '%Y-%m-%dT%H:%M:%S',
  '%Y-%m-%dT%H:%M',
  '%Y-%m',
]
/** Two digits first: a year of four does not fit them, but two would be read as a year of the Romans. */
const short = {
  'day-first': ['%d.%m.%y', '%d/%m/%y', '%d.%m.%Y', '%d/%m/%Y'],
  'month-first': ['%m.%d.%y', '%m/%d/%y', '%m.%d.%Y', '%m/%d/%Y'],
}

/** A cell as a TIMESTAMP, in the forms that `times.ts` reads; null for what is no date. */
export function dateSql(cell: string, order: DayOrder): string {
  const forms = [...years, ...short[order]].map((form) => `'${form}'`).join(', ')
  return `coalesce(try_strptime(${cell}, [${forms}]), try_cast(${cell} AS TIMESTAMP))`
}

/** A part of a date as a number: a weekday is 0 on Monday, months and days begin with 0 as well. */
export function partSql(part: 'year' | 'month' | 'day' | 'weekday' | 'hour', date: string): string {
  if (part === 'weekday') return `(isodow(${date}) - 1)`
  return part === 'month' || part === 'day' ? `(${part}(${date}) - 1)` : `${part}(${date})`
}
