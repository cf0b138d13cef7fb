import type { SkippedFile } from '../../../../contract/data/data-notes.ts'
import { Delimiter, type ReadingOptions } from '../../../../contract/data/reading.ts'
import { decodeText } from '../../import/decode-text.ts'
import type { Dialect } from '../../versions/manifest.ts'
import { numberOf } from '../cells.ts'
import { tableBytes } from '../plain-table.ts'
import { parseCsv } from './csv.ts'
import { hasHeader, isBlank, uniqueNames } from './header.ts'

export interface Sniffed {
  dialect: Dialect
  names: string[]
  /** The first line, where it gives counts and class names as scikit-learn writes them (`150,4,setosa,versicolor`). */
  counts: { rows: number; columns: number; classes: string[] } | null
  /** Of a workbook: all its sheets. */
  sheets?: string[]
  /** What checkTable would find, where it is known already. */
  checked?: { dialect: Dialect; skipped: SkippedFile[]; rows: number }
}

const headBytes = 2 ** 20

/** How a delimited text is to be read, from its first MiB; null when there is nothing in it. `asked`: what the person knows of it. */
export async function sniffTable(path: string, asked: ReadingOptions = {}): Promise<Sniffed | null> {
  const { text, encoding } = decodeText(await headOf(path), asked.encoding)
  const { delimiter, quoted } = sniff(text, asked.delimiter ? [asked.delimiter] : Delimiter.options)
  const read = records(text, delimiter, quoted)
  const rows = read.rows.filter((cells) => !isBlank(cells))
  if (!rows.length) return null
  const counts = countLine(rows)
  const first = counts ? (rows[1] ?? []) : (rows[0] ?? [])
  const header = !counts && hasHeader(rows)
  const width = header ? first.length : modalWidth(rows)
  const names = header ? uniqueNames(first) : Array.from({ length: width }, (_, i) => `column_${i + 1}`)
  const skip = header || counts ? read.rows.findIndex((cells) => !isBlank(cells)) + 1 : 0
  return {
    dialect: {
      format: 'delimited',
      fields: [],
      encoding,
      delimiter,
      quoted,
      header,
      skip,
      width,
      without: [],
    },
    names,
    counts,
  }
}

/** The dialect to try next when a file turned out not to be UTF-8 behind its first MiB: by the first part of it that is not. */
export async function otherEncoding(path: string, dialect: Dialect): Promise<Dialect> {
  let rest = Buffer.alloc(0)
  for await (const chunk of await tableBytes(path)) {
    const bytes = Buffer.concat([rest, chunk as Buffer])
    const end = bytes.lastIndexOf(10) + 1
    const { encoding } = decodeText(bytes.subarray(0, end))
    if (end && encoding !== 'utf-8') return { ...dialect, encoding }
    rest = bytes.subarray(end)
  }
  return { ...dialect, encoding: 'windows-1252' }
}

async function headOf(path: string): Promise<Buffer> {
  const source = await tableBytes(path, headBytes)
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of source) {
    chunks.push(chunk as Buffer)
    length += (chunk as Buffer).length
    if (length >= headBytes) break
  }
  const all = Buffer.concat(chunks)
  // A character or a line may be cut through where the head ends.
  return length < headBytes ? all : all.subarray(0, Math.max(1, all.lastIndexOf(10) + 1))
}

function records(text: string, delimiter: string, quoted: boolean) {
  const rows: string[][] = []
  const lines: number[] = []
  const problems = parseCsv(text, delimiter, quoted, (cells, line) => {
    rows.push(cells)
    lines.push(line)
  })
  return { rows, lines, problems }
}

/** The separator under which most of the first rows have the same number of cells, above one. */
function sniff(text: string, delimiters: readonly string[]): { delimiter: string; quoted: boolean } {
  const head = text.slice(0, 65_536)
  const whole = head.length === text.length ? head : head.slice(0, head.lastIndexOf('\n') + 1) || head
  let best = { delimiter: delimiters[0] ?? ',', quoted: true, score: 0 }
  for (const delimiter of delimiters) {
    const { rows, problems } = records(whole, delimiter, true)
    const full = rows.filter((cells) => !isBlank(cells))
    const width = modalWidth(full)
    if (width < 2) continue
    const share = full.filter((cells) => cells.length === width).length / full.length
    const score =
      share - (problems.stray ? 0.2 : 0) - (delimiter === ' ' ? 0.3 : 0) + Math.min(width, 20) / 1000
    // Quotes that close in the middle of words are apostrophes or inches, not quoting.
    const quoted = delimiter !== '\t' || !(problems.stray || problems.unclosed.length)
    if (score > best.score) best = { delimiter, quoted, score }
  }
  return { delimiter: best.delimiter, quoted: best.quoted }
}

function modalWidth(rows: string[][]): number {
  const counts = new Map<number, number>()
  for (const cells of rows) if (!isBlank(cells)) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

/** Numbers of rows and columns and then names, above rows of numbers: `150,4,setosa,versicolor,virginica`. */
function countLine(rows: string[][]): Sniffed['counts'] {
  const [first = [], second = []] = rows
  const [count = 0, columns = 0] = first.slice(0, 2).map(numberOf)
  const classes = first.slice(2)
  const named = classes.length > 1 && classes.every((cell) => cell && Number.isNaN(numberOf(cell)))
  const counts = count > 0 && columns > 0 && count % 1 === 0 && second.length === columns + 1
  const numbers = second.every((cell) => !Number.isNaN(numberOf(cell)))
  return named && counts && numbers ? { rows: count, columns, classes } : null
}
