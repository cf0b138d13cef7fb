import { readFile } from 'node:fs/promises'
import type { SkippedFile } from '../../../contract/dataset.ts'
import type { Dialect } from '../manifest.ts'
import { parseCsv } from './csv.ts'

export interface TableRead {
  dialect: Dialect
  names: string[]
  rows: string[][]
  /** Line of each row in the file, from 1. */
  lines: number[]
  skipped: SkippedFile[]
}

const missingWords = new Set(['', 'na', 'n/a', '#n/a', 'nan', '-nan', 'null', 'none', '?', '<na>'])
export const isMissing = (cell: string) => missingWords.has(cell.trim().toLowerCase())

/** A finite number, or NaN for anything else: words, infinities, what overflows. */
export function numberOf(cell: string): number {
  const text = cell.trim()
  if (text === '' || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number.NaN
  const value = Number(text)
  return Number.isFinite(value) ? value : Number.NaN
}

/** Reads a table whole; lines that do not fit are named and left out. `dialect`: how it was read the first time. */
export async function readTable(path: string, dialect?: Dialect): Promise<TableRead> {
  const { text, encoding } = decode(await readFile(path), dialect?.encoding)
  const skipped: SkippedFile[] = []
  const skip = (code: string, line: number, reason: string) =>
    skipped.push({ file: path, code, reason, line })
  const sniffed = dialect ?? { encoding, ...sniff(text), header: false }
  let read = records(text, sniffed.delimiter, sniffed.quoted)
  // Quotes that close in the middle of words are apostrophes or inches, not quoting.
  if (
    !dialect &&
    sniffed.quoted &&
    sniffed.delimiter === '\t' &&
    (read.problems.stray || read.problems.unclosed.length)
  ) {
    sniffed.quoted = false
    read = records(text, sniffed.delimiter, false)
  }
  for (const line of read.problems.unclosed)
    skip('unclosed-quote', line, `line ${line} opens a quote that never closes; the line was left out`)
  while (read.rows.length && isBlank(read.rows.at(-1) ?? [])) {
    read.rows.pop()
    read.lines.pop()
  }
  const header = dialect ? dialect.header : hasHeader(read.rows)
  const width = header ? (read.rows[0]?.length ?? 0) : modalWidth(read.rows)
  const names = header
    ? uniqueNames(read.rows[0] ?? [])
    : Array.from({ length: width }, (_, i) => `column_${i + 1}`)
  const rows: string[][] = []
  const lines: number[] = []
  for (let i = header ? 1 : 0; i < read.rows.length; i++) {
    const cells = read.rows[i] ?? []
    const line = read.lines[i] ?? 0
    if (isBlank(cells)) skip('empty-line', line, `line ${line} is empty`)
    else if (cells.length !== width)
      skip('ragged-line', line, `line ${line} has ${cells.length} cells instead of ${width}`)
    else {
      rows.push(cells)
      lines.push(line)
    }
  }
  skipped.sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
  return { dialect: { ...sniffed, header }, names, rows, lines, skipped }
}

const isBlank = (cells: string[]) => cells.every((cell) => cell.trim() === '')

function records(text: string, delimiter: string, quoted: boolean) {
  const rows: string[][] = []
  const lines: number[] = []
  const problems = parseCsv(text, delimiter, quoted, (cells, line) => {
    rows.push(cells)
    lines.push(line)
  })
  return { rows, lines, problems }
}

function decode(bytes: Buffer, known?: Dialect['encoding']): { text: string; encoding: Dialect['encoding'] } {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : null
  const encoding = known ?? marked ?? 'utf-8'
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding }
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' }
  }
}

/** The separator under which most of the first rows have the same number of cells, above one. */
function sniff(text: string): { delimiter: string; quoted: boolean } {
  const head = text.slice(0, 65_536)
  const whole = head.length === text.length ? head : head.slice(0, head.lastIndexOf('\n') + 1) || head
  let best = { delimiter: ',', quoted: true, score: 0 }
  for (const delimiter of ['\t', ',', ';', '|', ' ']) {
    const { rows, problems } = records(whole, delimiter, true)
    const full = rows.filter((cells) => !isBlank(cells))
    const width = modalWidth(full)
    if (width < 2) continue
    const share = full.filter((cells) => cells.length === width).length / full.length
    const score =
      share - (problems.stray ? 0.2 : 0) - (delimiter === ' ' ? 0.3 : 0) + Math.min(width, 20) / 1000
    const quoted = delimiter !== '\t' || !problems.stray
    if (score > best.score) best = { delimiter, quoted, score }
  }
  return { delimiter: best.delimiter, quoted: best.quoted }
}

function modalWidth(rows: string[][]): number {
  const counts = new Map<number, number>()
  for (const cells of rows) if (!isBlank(cells)) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

function hasHeader(rows: string[][]): boolean {
  const first = rows[0] ?? []
  if (!first.length || first.some((cell) => isMissing(cell) || !Number.isNaN(numberOf(cell)))) return false
  const rest = rows.slice(1, 1000)
  // A first row whose words come again below is data.
  return !first.some((cell, column) => rest.some((cells) => cells[column] === cell))
}

function uniqueNames(cells: string[]): string[] {
  const seen = new Set<string>()
  return cells.map((cell, index) => {
    const base = cell.trim() || `column_${index + 1}`
    let name = base
    for (let number = 2; seen.has(name); number++) name = `${base}_${number}`
    seen.add(name)
    return name
  })
}
