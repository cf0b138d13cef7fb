import { close, openSync, read } from 'node:fs'
import { join } from 'node:path'
import { measuredAgainst, type PackedPart } from '../../contract/packed.ts'
import { rowBytes } from './read-packed.ts'

/** Reads packed files before their rows are asked for. What is read is thrown away: the system keeps it for the mapping. */
export interface ReadAhead {
  /** These rows come next, in this order. */
  begin(rows: Int32Array): void
  /** The row at this place of the order is asked for now. */
  reach(place: number): void
  /** Bytes that were read so far. */
  readonly bytes: number
  close(): void
}

/** Of the memory that is free, data may take this share to be read as a whole, once and in the order of the disk. */
const shareToHold = 0.5
/** Bytes that are read ahead of the step, twice at most. */
const windowBytes = 32 * 2 ** 20
/** A disk reads no less than a page, and the system keeps pages. */
const page = 4096
const chunk = 4 * 2 ** 20
/** Reads under way when all is read: more would take the disk from the step that waits for it. */
const lanes = 2

/**
 * Opens the files of a part for reading ahead. Data that memory has room for is read once from front to back while
 * training has begun; of larger data, the rows of the next steps are read, a window at a time and within it in the order
 * of the disk, so that the order of an epoch stays the seed's.
 * @param bytes of all data that is held beside it
 * @param free bytes of memory that can be had
 */
export function openReadAhead(
  folder: string,
  part: PackedPart,
  bytes: number,
  free = process.availableMemory(),
): ReadAhead {
  const files = [...part.inputs, ...measuredAgainst(part)].map((tensor) => ({
    file: openSync(join(folder, tensor.file), 'r'),
    width: rowBytes(tensor),
  }))
  let reading = 0
  let done = 0
  let closed = false
  const closeAll = () => {
    for (const { file } of files) close(file, () => {})
  }
  const scratch = Buffer.allocUnsafe(chunk)
  /** Never fails: a step that needs the bytes meets the fault itself. */
  const touch = (file: number, from: number, length: number, then = () => {}) => {
    reading += 1
    read(file, scratch, 0, Math.min(length, chunk), from, (_, count) => {
      reading -= 1
      done += count
      if (closed && reading === 0) closeAll()
      else then()
    })
  }
  const end = () => {
    if (closed) return
    closed = true
    if (reading === 0) closeAll()
  }
  if (bytes <= free * shareToHold) {
    const pieces = files.flatMap(({ file, width }) =>
      Array.from({ length: Math.ceil((part.items * width) / chunk) }, (_, at) => ({ file, at: at * chunk })),
    )
    const next = () => {
      const piece = pieces.shift()
      if (piece && !closed) touch(piece.file, piece.at, chunk, next)
    }
    let begun = false
    return {
      begin() {
        if (begun) return
        begun = true
        for (let lane = 0; lane < lanes; lane++) next()
      },
      reach: () => {},
      get bytes() {
        return done
      },
      close: end,
    }
  }
  const wide = files.reduce((sum, { width }) => sum + Math.max(width, page), 0)
  const window = Math.max(1, Math.floor(windowBytes / wide))
  let order: Int32Array = new Int32Array()
  let asked = 0
  const ask = (upTo: number) => {
    for (; asked < Math.min(upTo, order.length); asked += window)
      for (const { from, length, of } of runsOf(order.slice(asked, asked + window), files))
        for (let at = 0; at < length; at += chunk) touch(files[of]?.file ?? -1, from + at, length - at)
  }
  return {
    begin(rows) {
      order = rows
      asked = 0
      ask(1)
    },
    reach: (place) => ask(place + window + 1),
    get bytes() {
      return done
    },
    close: end,
  }
}

/** What to read of each file for some rows: rows that share a page or touch are one read. */
export function runsOf(rows: Int32Array, files: { width: number }[]) {
  rows.sort()
  return files.flatMap(({ width }, of) => {
    const runs: { from: number; length: number; of: number }[] = []
    for (const row of rows) {
      const from = row * width
      const last = runs.at(-1)
      if (last && from <= Math.ceil((last.from + last.length) / page) * page)
        last.length = from + width - last.from
      else runs.push({ from, length: width, of })
    }
    return runs
  })
}
