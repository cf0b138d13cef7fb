import { createReadStream } from 'node:fs'
import type { Dialect } from '../versions/manifest.ts'

const space = new Set([9, 13, 32])

/**
 * Calls `onRecord` for each record of a plain UTF-8 table: its number and the line it begins on, both from 1; `blank` where
 * nothing stands in it.
 * Reads bytes, so that a table of any size passes through in little memory.
 */
export async function eachRecord(
  path: string,
  { quoted, delimiter }: Dialect,
  onRecord: (record: number, line: number, blank: boolean) => void,
): Promise<void> {
  const quote = quoted ? 34 : -1
  const mark = delimiter.charCodeAt(0)
  let line = 1
  let record = 1
  let start = 1
  let inQuotes = false
  let blank = true
  let any = false
  let first = true
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    let bytes = chunk as Buffer
    if (first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3)
    first = false
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number
      any = true
      if (byte === 10) {
        line++
        if (inQuotes) continue
        onRecord(record++, start, blank)
        start = line
        blank = true
        any = false
      } else if (byte === quote) inQuotes = !inQuotes
      else if (blank && byte !== mark && !space.has(byte)) blank = false
    }
  }
  if (any) onRecord(record, start, blank)
}
