import { writeFile } from 'node:fs/promises'
import { Unusable } from '../../import/unusable.ts'
import type { Dialect } from '../../versions/manifest.ts'
import { readWorkbook } from './read-workbook.ts'
import { tableIn } from './table-in-sheet.ts'

/** Writes the rows of a sheet as JSON lines, as DuckDB can read them. @throws Unusable */
export async function sheetAsJson(path: string, dialect: Dialect, copy: string): Promise<void> {
  const sheet = (await readWorkbook(path)).find(({ name }) => name === dialect.sheet)
  if (!sheet) throw new Unusable('no-sheet', { sheet: dialect.sheet ?? '', sheets: '' })
  const { rows } = tableIn(sheet)
  const line = (cells: string[]) =>
    JSON.stringify(Object.fromEntries(dialect.fields.map((name, at) => [name, cells[at] ?? ''])))
  await writeFile(copy, `${rows.map(line).join('\n')}\n`)
}
