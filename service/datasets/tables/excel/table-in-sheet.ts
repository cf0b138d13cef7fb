import { hasHeader, isBlank, uniqueNames } from '../sniff/header.ts'
import type { Sheet } from './read-workbook.ts'

/** Names of the columns and the rows below them: from the first row that fills most of the width on; blank rows and columns are no part of it. */
export function tableIn({ rows }: Sheet): {
  columns: string[]
  header: boolean
  skip: number
  rows: string[][]
} {
  const filled = (cells: string[]) => cells.filter((cell) => cell !== '').length
  const width = rows.reduce((most, cells) => Math.max(most, cells.length), 0)
  const used = Array.from({ length: width }, (_, at) => at).filter((at) =>
    rows.some((cells) => (cells[at] ?? '') !== ''),
  )
  // Titles and notes stand above many tables: they fill a cell or two.
  const first = Math.max(
    0,
    rows.findIndex((cells) => filled(cells) * 2 > used.length),
  )
  const own = rows.slice(first).map((cells) => used.map((at) => cells[at] ?? ''))
  const header = hasHeader(own.slice(0, 1000))
  const body = (header ? own.slice(1) : own).filter((cells) => !isBlank(cells))
  const columns = header ? uniqueNames(own[0] ?? []) : used.map((_, at) => `column_${at + 1}`)
  return { columns, header, skip: first + (header ? 1 : 0), rows: body }
}
