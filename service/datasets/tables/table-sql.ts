import { stat } from 'node:fs/promises'
import type { PartName } from '../../../contract/data/dataset.ts'
import type { Excluded } from '../../../contract/data/excluded.ts'
import { partOrder } from '../import/parts.ts'
import type { Dialect, Manifest } from '../versions/manifest.ts'
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
export function readFieldsSql(path: string, format: Exclude<Dialect['format'], 'delimited'>): string {
  if (format === 'numpy')
    return `read_csv(${quote(path)}, delim=',', quote='', escape='', header=true, all_varchar=true, max_line_size=16777216)`
  return format === 'parquet'
    ? `read_parquet(${quote(path)})`
    : `read_json(${quote(path)}, format='newline_delimited', compression='uncompressed', sample_size=-1,
        ignore_errors=true)`
}

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`

const cellsOf = ({ width }: Dialect) => Array.from({ length: width }, (_, index) => cell(index))
/** To trim every cell takes four times as long as to read them. */
const textsOf = (dialect: Dialect) =>
  cellsOf(dialect)
    .map((name) => (dialect.padded === false ? name : `trim(${name}, e' \\t\\r\\n')`))
    .map((text, index) => `coalesce(${text}, '') AS ${cell(index)}`)
    .join(', ')
const anyText = (dialect: Dialect) =>
  cellsOf(dialect)
    .map((name) => `${name} <> ''`)
    .join(' OR ')

/** The numbers, from 1, of the rows of a file that names its columns itself, less those with nothing in them. */
export async function filledRows(duck: Duck, plain: string, dialect: Dialect): Promise<number[]> {
  const rows = await duck.rows(
    `SELECT n FROM (SELECT n::INT AS n, ${textsOf(dialect)} FROM
     (SELECT row_number() OVER () AS n, * FROM ${readSql(plain, dialect)})) WHERE ${anyText(dialect)}`,
  )
  return rows.map(([row]) => Number(row))
}

const small = 128 * 2 ** 20

/**
 * Makes `data` of some tables with the same columns: their cells as text, and `part`; rows with nothing in them are left
 * out, and those that `leftOut` names. What is small is held in memory, what is large is read again by each query. Rows keep their order.
 * `numbered`: also makes `numbered`, which has every row, with its number within its part as `row`, and `kept`, those not left out.
 * @returns whether they are held in memory
 */
export async function openTables(
  duck: Duck,
  tables: Manifest['tables'],
  leftOut?: Excluded['rows'],
  numbered = false,
): Promise<boolean> {
  const selects: { part: PartName; select: string }[] = []
  let bytes = 0
  for (const { part, path, dialect } of tables) {
    const plain = await plainTable(duck, path, dialect)
    bytes += (await stat(plain)).size
    const select = `SELECT ${quote(part)} AS part, * FROM (SELECT ${textsOf(dialect)} FROM ${readSql(plain, dialect)})
       WHERE ${anyText(dialect)}`
    selects.push({ part, select })
  }
  const held = bytes <= small
  const kind = held ? 'TEMP TABLE' : 'TEMP VIEW'
  const less = partOrder.some((part) => leftOut?.[part].length)
  if (!numbered && !less) {
    await duck.run(`CREATE ${kind} data AS ${selects.map(({ select }) => select).join(' UNION ALL ')}`)
    return held
  }
  const counted = [...new Set(selects.map(({ part }) => part))].map((part) => {
    const own = selects.filter((one) => one.part === part).map(({ select }) => select)
    return `SELECT *, row_number() OVER () - 1 AS row FROM (${own.join(' UNION ALL ')})`
  })
  await duck.run(`CREATE ${kind} numbered AS ${counted.join(' UNION ALL ')}`)
  const kept = leftOut && less ? await keptSql(duck, leftOut) : 'true'
  await duck.run(`CREATE TEMP VIEW kept AS SELECT * FROM numbered WHERE ${kept}`)
  // To number the rows of a large table takes longer than to read them.
  const whole = !less && !held
  const data = whole
    ? selects.map(({ select }) => select).join(' UNION ALL ')
    : 'SELECT * EXCLUDE (row) FROM kept'
  await duck.run(`CREATE TEMP VIEW data AS ${data}`)
  return held
}

/** Whether a row of `numbered` is not left out: a bit each, looked up, since a join would not keep the rows in their order. */
async function keptSql(duck: Duck, leftOut: Excluded['rows']): Promise<string> {
  const parts: string[] = []
  for (const part of partOrder) {
    const bits = new Uint8Array(1 + leftOut[part].reduce((most, row) => Math.max(most, row), -1)).fill(48)
    for (const row of leftOut[part]) bits[row] = 49
    if (!bits.length) continue
    await duck.run(`SET VARIABLE left_${part} = '${Buffer.from(bits).toString('latin1')}'::BIT`)
    const bit = `get_bit(getvariable('left_${part}')::BIT, row::INTEGER)`
    parts.push(`CASE WHEN part = '${part}' AND row < ${bits.length} THEN ${bit} = 0 ELSE true END`)
  }
  return parts.join(' AND ')
}

/** Makes `data` its own first rows, for what has to be there at once. */
export async function firstRows(duck: Duck, most: number): Promise<void> {
  await duck.run('ALTER VIEW data RENAME TO whole').catch(() => duck.run('ALTER TABLE data RENAME TO whole'))
  await duck.run(`CREATE TEMP TABLE data AS SELECT * FROM whole LIMIT ${most}`)
}
