import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { skippedFile } from '../../../../contract/data/data-notes.ts'
import { Unusable } from '../../import/unusable.ts'
import type { Dialect } from '../../versions/manifest.ts'
import type { Duck } from '../duck.ts'
import { plainTable, tableBytes } from '../plain-table.ts'
import { readFieldsSql } from '../table-sql.ts'
import type { Sniffed } from './sniff-table.ts'

type Format = Exclude<Dialect['format'], 'delimited' | 'excel' | 'numpy'>

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
  const broken = format === 'json-lines' ? await brokenLines(path) : []
  const without = broken.map(({ line }) => line)
  const bare: Dialect = { ...blank, format, fields: [], width: 0, without }
  const read = readFieldsSql(await plainTable(duck, path, bare), format)
  const described = await duck.rows(`SELECT column_name FROM (DESCRIBE SELECT * FROM ${read})`)
  const fields = described.map(([name]) => String(name))
  // Hashed column by column, so that every value is decoded: damage shows here and not when a training is prepared.
  const [[rows = 0] = []] = await duck.rows(`SELECT count(*)::INT, bit_xor(hash(COLUMNS(*))) FROM ${read}`)
  const dialect = { ...bare, fields, width: fields.length }
  const skipped = broken.map(({ line, code }) => skippedFile(path, code, {}, line))
  return { dialect, names: fields, counts: null, checked: { dialect, skipped, rows: Number(rows) } }
}

const linesOf = (input: Readable) => createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })

interface Broken {
  line: number
  code: 'bad-json' | 'hollow-json'
}

/** The lines that are no JSON object with values, from 1. DuckDB would refuse the whole file for one of them. */
async function brokenLines(path: string): Promise<Broken[]> {
  const broken: Broken[] = []
  let line = 0
  for await (const text of linesOf(await tableBytes(path))) {
    line++
    const code = text.trim() === '' ? null : whatIsWrong(text)
    if (code && broken.push({ line, code }) > mostBroken) throw new Unusable('no-json')
  }
  return broken
}

function whatIsWrong(text: string): Broken['code'] | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'bad-json'
    const names = Object.keys(value).length
    // Keys of inner objects and words in texts look like keys as well: they are told apart only where there are too many.
    const seemingly = text.match(/"\s*:/g)?.length ?? 0
    return names === 0 || (seemingly > names && countKeys(text) > names) ? 'hollow-json' : null
  } catch {
    return 'bad-json'
  }
}

/** How many names stand in the outermost object of a JSON text: one that stands twice counts twice. */
function countKeys(text: string): number {
  let [depth, keys] = [0, 0]
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    else if (depth === 1 && token.endsWith(':')) keys++
  }
  return keys
}
