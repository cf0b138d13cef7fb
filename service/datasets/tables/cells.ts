import { quote } from './duck.ts'

/** What people write where there is nothing. */
const missingWords = ['', 'na', 'n/a', '#n/a', 'nan', '-nan', 'null', 'none', '?', '<na>']
/** Whether a cell stands for nothing. */
export const isMissing = (cell: string) => missingWords.includes(cell.trim().toLowerCase())

/** A finite number, or NaN for anything else: words, infinities, what overflows. */
export function numberOf(cell: string): number {
  const text = cell.trim()
  if (text === '' || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number.NaN
  const value = Number(text)
  return Number.isFinite(value) ? value : Number.NaN
}

const dateForm = /^(\d{4}-\d{1,2}(-\d{1,2})?([ T].*)?|\d{1,2}[./]\d{1,2}[./]\d{2,4})$/
/** A date without signs in it, such as 19580329: only where every cell of a column is one. */
const compactDate = /^(1[6-9]|20|21)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/
export const booleanWords = ['true', 'false', 'yes', 'no', 't', 'f', 'y', 'n']
const trueWords = ['true', 'yes', 't', 'y', '1']

/** Whether a cell says yes: a word for it, or 1. */
export const isYes = (cell: string) => trueWords.includes(cell.trim().toLowerCase()) || numberOf(cell) === 1

const list = (words: string[]) => words.map(quote).join(', ')

/** The same in SQL, of a cell that is text and not null. */
export const sql = {
  missing: (cell: string) => `lower(${cell}) IN (${list(missingWords)})`,
  /** null where it is no finite number. */
  number: (cell: string) =>
    `CASE WHEN isfinite(try_cast(${cell} AS DOUBLE)) THEN try_cast(${cell} AS DOUBLE) END`,
  isDate: (cell: string) => `regexp_full_match(${cell}, ${quote(dateForm.source.slice(1, -1))})`,
  isCompactDate: (cell: string) => `regexp_full_match(${cell}, ${quote(compactDate.source.slice(1, -1))})`,
  isBoolean: (cell: string) => `lower(${cell}) IN (${list(booleanWords)})`,
  isTrue: (cell: string) => `lower(${cell}) IN (${list(trueWords)})`,
  isInfinite: (cell: string) => `regexp_full_match(lower(${cell}), '[+-]?inf(inity)?')`,
  list: (words: string[]) => `[${list(words)}]`,
}
