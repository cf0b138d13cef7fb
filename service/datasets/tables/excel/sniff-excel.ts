import { stat } from 'node:fs/promises'
import type { ReadingOptions } from '../../../../contract/data/reading.ts'
import { Unusable } from '../../import/unusable.ts'
import { hasHeader, isBlank, type Sniffed, uniqueNames } from '../sniff/sniff-table.ts'
import { readWorkbook, type Sheet } from './read-workbook.ts'

/** The table in a workbook: in the sheet that is asked for, else in the first that holds one. null where none does. @throws Unusable */
export async function sniffExcel(path: string, asked: ReadingOptions): Promise<Sniffed | null> {
  if ((await stat(path)).size === 0) return null
  const sheets = await readWorkbook(path)
  const names = sheets.map(({ name }) => name)
  const wanted =
    asked.sheet === undefined ? sheets.find(hasTable) : sheets.find(({ name }) => name === asked.sheet)
  if (asked.sheet !== undefined && !wanted)
    throw new Unusable('no-sheet', { sheet: asked.sheet, sheets: names.join(', ') })
  if (!wanted) return null
  const { columns, header, skip, rows } = tableIn(wanted)
  const dialect = {
    format: 'excel' as const,
    fields: columns,
    encoding: 'utf-8' as const,
    sheet: wanted.name,
    delimiter: '',
    quoted: false,
    header,
    skip,
    width: columns.length,
    without: [],
  }
  return {
    dialect,
    names: columns,
    counts: null,
    sheets: names,
    checked: { dialect, skipped: [], rows: rows.length },
  }
}

const hasTable = ({ rows }: Sheet) =>
  rows.filter((cells) => cells.filter((cell) => cell !== '').length > 1).length > 1

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
