import { stat } from 'node:fs/promises'
import type { Dialect, Manifest } from '../manifest.ts'
import { type Duck, quote } from './duck.ts'
import { plainTable } from './plain-table.ts'

/** The column of SQL that holds the table's column of this index, as trimmed text that is never null. */
export const cell = (index: number) => `c${index}`

/** How DuckDB is told to read one plain table. `rejects`: 'name' puts the lines that do not fit into reject_errors. */
export function readCsvSql(path: string, dialect: Dialect, rejects: 'name' | 'ignore'): string {
  const { delimiter, quoted, skip, width } = dialect
  const columns = Array.from({ length: width }, (_, i) => `'${cell(i)}': 'VARCHAR'`).join(', ')
  const mark = quoted ? `'"'` : `''`
  const faults = rejects === 'name' ? 'store_rejects=true, rejects_limit=100000' : 'ignore_errors=true'
  return `read_csv(${quote(path)}, auto_detect=false, header=false, strict_mode=true, skip=${skip},
    delim=${quote(delimiter)}, quote=${mark}, escape=${mark}, columns={${columns}}, max_line_size=16777216, ${faults})`
}

/** The same of a table of any format, once it has been checked. */
function readSql(path: string, dialect: Dialect): string {
  if (dialect.format === 'delimited') return readCsvSql(path, dialect, 'ignore')
  const cells = dialect.fields.map(
    (field, index) => `CAST(${identifier(field)} AS VARCHAR) AS ${cell(index)}`,
  )
  return `(SELECT ${cells.join(', ')} FROM ${readFieldsSql(path, dialect.format)})`
}

/** How DuckDB reads a file that names its columns itself. */
export function readFieldsSql(path: string, format: 'json-lines' | 'parquet'): string {
  return format === 'parquet'
    ? `read_parquet(${quote(path)})`
    : `read_json(${quote(path)}, format='newline_delimited', compression='uncompressed', sample_size=-1)`
}

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`

const small = 128 * 2 ** 20

/**
 * Makes `data` of some tables with the same columns: their cells as text, and `part`; rows with nothing in them are left
 * out. What is small is held in memory, what is large is read again by each query. Rows keep their order.
 */
export async function openTables(duck: Duck, tables: Manifest['tables']): Promise<void> {
  const selects: string[] = []
  let bytes = 0
  for (const { part, path, dialect } of tables) {
    const plain = await plainTable(duck, path, dialect)
    bytes += (await stat(plain)).size
    const cells = Array.from({ length: dialect.width }, (_, i) => cell(i))
    const texts = cells.map((name) => `coalesce(trim(${name}, e' \\t\\r\\n'), '') AS ${name}`)
    selects.push(
      `SELECT ${quote(part)} AS part, * FROM (SELECT ${texts.join(', ')} FROM ${readSql(plain, dialect)})
       WHERE ${cells.map((name) => `${name} <> ''`).join(' OR ')}`,
    )
  }
  const kind = bytes <= small ? 'TEMP TABLE' : 'TEMP VIEW'
  await duck.run(`CREATE ${kind} data AS ${selects.join(' UNION ALL ')}`)
}
