import { type SkippedFile, skippedFile } from '../../../contract/data/data-notes.ts'
import type { Dialect } from '../versions/manifest.ts'
import type { Duck } from './duck.ts'
import { eachRecord } from './each-record.ts'
import { plainTable } from './plain-table.ts'
import { otherEncoding } from './sniff/sniff-table.ts'
import { readCsvSql } from './table-sql.ts'

/** Lines of one file that are named one by one; of the others only the number is told. */
const mostNamed = 1000
/** A file with more quotes that never close than this is left as it is. */
const mostUnclosed = 20

/**
 * Reads a table once and finds the lines that do not fit. Gives the dialect it is to be read by from then on, which may
 * differ from the one guessed: another encoding, or without lines that would swallow those behind them.
 */
export async function checkTable(
  duck: Duck,
  path: string,
  guessed: Dialect,
): Promise<{ dialect: Dialect; skipped: SkippedFile[]; rows: number }> {
  let dialect = guessed
  for (;;) {
    const plain = await plainTable(duck, path, dialect)
    await duck.run('DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans')
    // One after the other would take twice as long: DuckDB reads on threads of its own.
    const [[[rows = 0] = []], { blanks, padded }] = await Promise.all([
      duck.rows(`SELECT count(*)::INT FROM ${readCsvSql(plain, dialect, 'name')}`),
      lookThrough(plain, dialect),
    ])
    const faults = await duck.rows(
      `SELECT line::INT, error_type::VARCHAR, min(column_idx)::INT, max(column_idx)::INT FROM reject_errors
       GROUP BY ALL ORDER BY 1`,
    )
    const kinds = new Set(faults.map(([, kind]) => kind))
    if (kinds.has('INVALID ENCODING') && dialect.encoding === 'utf-8') {
      dialect = await otherEncoding(path, dialect)
      continue
    }
    const lineOf = await findLines(plain, dialect, new Set(faults.map(([record]) => Number(record))))
    const unclosed = faults.find(([, kind]) => kind === 'UNQUOTED VALUE')
    if (unclosed && dialect.without.length < mostUnclosed) {
      const without = [...dialect.without, lineOf(Number(unclosed[0]))].sort((a, b) => a - b)
      dialect = { ...dialect, without }
      continue
    }
    const skipped = dialect.without.map((line) => skippedFile(path, 'unclosed-quote', {}, line))
    for (const [record, kind, least, most] of faults) {
      const at = lineOf(Number(record))
      if (kind === 'UNQUOTED VALUE') skipped.push(skippedFile(path, 'unclosed-quote', {}, at))
      else if (kind === 'LINE SIZE OVER MAXIMUM') skipped.push(skippedFile(path, 'long-line', {}, at))
      else {
        const cells = Number(kind === 'MISSING COLUMNS' ? least : most)
        skipped.push(skippedFile(path, 'ragged-line', { cells, width: dialect.width }, at))
      }
    }
    for (const line of blanks.named) skipped.push(skippedFile(path, 'empty-line', {}, line))
    dialect = { ...dialect, padded }
    return { dialect, skipped: shortened(path, skipped, blanks.unnamed), rows: Number(rows) }
  }
}

/** Finds the blank lines, and whether cells have white space around them. */
async function lookThrough(plain: string, dialect: Dialect) {
  const original = originalLine(dialect.without)
  const blanks = { named: [] as number[], unnamed: 0 }
  const { padded } = await eachRecord(plain, dialect, (record, line, blank) => {
    if (!blank || record <= dialect.skip) return
    if (blanks.named.length < mostNamed) blanks.named.push(original(line))
    else blanks.unnamed++
  })
  return { blanks, padded }
}

/** Finds the lines of some records, by their numbers in the file itself. */
async function findLines(plain: string, dialect: Dialect, records: Set<number>) {
  const original = originalLine(dialect.without)
  const lines = new Map<number, number>()
  if (records.size)
    await eachRecord(plain, dialect, (record, line) => {
      if (records.has(record)) lines.set(record, original(line))
    })
  return (record: number) => lines.get(record) ?? original(record)
}

/** Lines are counted in the copy that lacks those in `without`; gives their numbers in the file itself. */
function originalLine(without: number[]) {
  return (line: number) => without.reduce((at, gone) => (gone <= at ? at + 1 : at), line)
}

function shortened(path: string, skipped: SkippedFile[], unnamed: number): SkippedFile[] {
  const sorted = skipped.sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
  const count = Math.max(0, sorted.length - mostNamed) + unnamed
  return count ? [...sorted.slice(0, mostNamed), skippedFile(path, 'more-lines', { count })] : sorted
}
