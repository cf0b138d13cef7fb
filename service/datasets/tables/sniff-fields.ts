import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { skippedFile } from '../../../contract/data-notes.ts'
import type { Dialect } from '../manifest.ts'
import { Unusable } from '../unusable.ts'
import type { Duck } from './duck.ts'
import { plainTable, tableBytes } from './plain-table.ts'
import type { Sniffed } from './sniff-table.ts'
import { readFieldsSql } from './table-sql.ts'

type Format = Exclude<Dialect['format'], 'delimited'>

/** A file with more broken lines than this is no file of JSON lines. */
const mostBroken = 1000

/** The format of a file that names its columns itself, by its name; null for delimited text. */
export function formatOf(path: string): Format | null {
  if (/\.parquet$/i.test(path)) return 'parquet'
  return /\.(jsonl|ndjson)(\.gz)?$/i.test(path) ? 'json-lines' : null
}

/** The columns and rows of a Parquet file or of JSON lines; null where there are none. @throws Unusable, Error of DuckDB */
export async function sniffFields(duck: Duck, path: string, format: Format): Promise<Sniffed | null> {
  if ((await stat(path)).size === 0) return null
  const blank = { encoding: 'utf-8' as const, delimiter: '', quoted: false, header: true, skip: 0 }
  const without = format === 'json-lines' ? await brokenLines(path) : []
  const bare: Dialect = { ...blank, format, fields: [], width: 0, without }
  const read = readFieldsSql(await plainTable(duck, path, bare), format)
  const described = await duck.rows(`SELECT column_name FROM (DESCRIBE SELECT * FROM ${read})`)
  const fields = described.map(([name]) => String(name))
  const [[rows = 0] = []] = await duck.rows(`SELECT count(*)::INT FROM ${read}`)
  const dialect = { ...bare, fields, width: fields.length }
  const skipped = without.map((line) => skippedFile(path, 'bad-json', {}, line))
  return { dialect, names: fields, counts: null, checked: { dialect, skipped, rows: Number(rows) } }
}

/** The lines that are no JSON object, from 1. DuckDB would refuse the whole file for one of them. */
async function brokenLines(path: string): Promise<number[]> {
  const broken: number[] = []
  let line = 0
  for await (const text of createInterface({
    input: await tableBytes(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    line++
    if (text.trim() === '' || isObject(text)) continue
    if (broken.push(line) > mostBroken) throw new Unusable('no-json')
  }
  return broken
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
