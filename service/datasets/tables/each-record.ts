import { createReadStream } from 'node:fs'
import type { Dialect } from '../versions/manifest.ts'

/** Bytes by what they are at the edge of a cell: 1 is trimmed off, 2 ends a cell or a quoted text. */
function edgesOf({ quoted, delimiter }: Dialect): Uint8Array {
  const edges = new Uint8Array(256)
  for (const space of [9, 32]) edges[space] = 1
  for (const end of [10, 13, delimiter.charCodeAt(0), ...(quoted ? [34] : [])]) edges[end] = 2
  return edges
}

/**
 * Calls `onRecord` for each record of a plain UTF-8 table: its number and the line it begins on, both from 1; `blank` where
 * nothing stands in it.
 * Reads bytes, so that a table of any size passes through in little memory.
 * @returns whether a cell may begin or end with white space; where not, nothing needs to be trimmed
 */
export async function eachRecord(
  path: string,
  dialect: Dialect,
  onRecord: (record: number, line: number, blank: boolean) => void,
): Promise<{ padded: boolean }> {
  const quote = dialect.quoted ? 34 : -1
  const mark = dialect.delimiter.charCodeAt(0)
  const edges = edgesOf(dialect)
  let line = 1
  let record = 1
  let start = 1
  let inQuotes = false
  let blank = true
  let any = false
  let first = true
  let last = 10
  let padded = false
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    let bytes = chunk as Buffer
    if (first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3)
    first = false
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number
      any = true
      const [edge, before] = [edges[byte] as number, edges[last] as number]
      if (edge + before === 3 || (last === 13 && byte !== 10)) padded = true
      last = byte
      if (byte === 10) {
        line++
        if (inQuotes) continue
        onRecord(record++, start, blank)
        start = line
        blank = true
        any = false
      } else if (byte === quote) inQuotes = !inQuotes
      else if (blank && byte !== mark && edge !== 1 && byte !== 13) blank = false
    }
  }
  if (any) onRecord(record, start, blank)
  return { padded: padded || edges[last] === 1 || last === 13 }
}
