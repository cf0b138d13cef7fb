import { basename } from 'node:path'
import type { Manifest } from '../versions/manifest.ts'
import { checkTable } from './check-table.ts'
import type { Duck } from './duck.ts'
import { eachRecord } from './each-record.ts'
import { plainTable } from './plain-table.ts'
import { filledRows } from './table-sql.ts'

/** What each row of some tables is called where it is named: its file and its line there. */
export async function itemNames(duck: Duck, tables: Manifest['tables']): Promise<string[]> {
  const names: string[] = []
  for (const { path, dialect } of tables) {
    if (dialect.format !== 'delimited') {
      // A workbook's rows are counted as Excel shows them.
      const above = dialect.format === 'excel' ? dialect.skip : 0
      for (const row of await filledRows(duck, await plainTable(duck, path, dialect), dialect))
        names.push(`${basename(path)}:${row + above}`)
      continue
    }
    const { skipped } = await checkTable(duck, path, dialect)
    const left = new Set(skipped.map(({ line }) => line))
    // The file itself, line by line; in the plain copy the lines that were taken out are not counted.
    const plain = await plainTable(duck, path, { ...dialect, without: [] })
    await eachRecord(plain, dialect, (record, line, blank) => {
      if (!blank && record > dialect.skip && !left.has(line)) names.push(`${basename(path)}:${line}`)
    })
  }
  return names
}
