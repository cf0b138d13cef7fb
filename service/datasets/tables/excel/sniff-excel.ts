import { stat } from 'node:fs/promises'
import type { ReadingOptions } from '../../../../contract/data/reading.ts'
import { Unusable } from '../../import/unusable.ts'
import type { Sniffed } from '../sniff/sniff-table.ts'
import { readWorkbook, type Sheet } from './read-workbook.ts'
import { tableIn } from './table-in-sheet.ts'

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
