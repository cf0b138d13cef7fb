import { close, openSync, read } from 'node:fs'
import { join } from 'node:path'
import { measuredAgainst, type PackedPart } from '../../contract/data/packed.ts'
import { isHeld, rowBytes } from './read-packed.ts'

/** Reads packed files before their rows are asked for. What is read is thrown away: the system keeps it in its memory. */
export interface ReadAhead {
  /** These rows come next, in this order. */
  begin(rows: Int32Array): void
  /** The row at this place of the order is asked for now. */
  reach(place: number): void
  /** Bytes that were read so far. */
  readonly bytes: number
  close(): void
}

/** Bytes that are read ahead of the step, twice at most. */
const windowBytes = 32 * 2 ** 20
/** A disk reads no less than a page, and the system keeps pages. */
const page = 4096
const chunk = 4 * 2 ** 20
/** Reads under way when all is read: more would take the disk from the step that waits for it. */
const lanes = 2

/** Reads a part that memory has room for once, in the order of the disk, while training has begun. */
export function readWhole(folder: string, part: PackedPart): ReadAhead {
  const files = openFiles(folder, part)
  const pieces = files.widths.flatMap((width, of) =>
    Array.from({ length: Math.ceil((part.items * width) / chunk) }, (_, at) => ({ of, at: at * chunk })),
  )
  const next = () => {
    const piece = pieces.shift()
    if (piece) files.touch(piece.of, piece.at, chunk, next)
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
      return files.bytes
    },
    close: files.close,
  }
}

/**
 * Reads the rows of the next steps, a window at a time and within it in the order of the disk: the order of an epoch stays the
 * seed's, and the disk sees it sorted.
 */
export function readRowsAhead(folder: string, part: PackedPart): ReadAhead {
  const files = openFiles(folder, part)
  const wide = files.widths.reduce((sum, width) => sum + Math.max(width, page), 0)
  const window = Math.max(1, Math.floor(windowBytes / wide))
  let order: Int32Array = new Int32Array()
  let asked = 0
  const ask = (upTo: number) => {
    for (; asked < Math.min(upTo, order.length); asked += window)
      for (const [of, width] of files.widths.entries())
        for (const { from, length } of stretches(order.slice(asked, asked + window), width))
          for (let at = 0; at < length; at += chunk) files.touch(of, from + at, length - at)
  }
  return {
    begin(rows) {
      order = rows
      asked = 0
      ask(1)
    },
    reach: (place) => ask(place + window + 1),
    get bytes() {
      return files.bytes
    },
    close: files.close,
  }
}

/** The same for rows that are read one by one; null where they are all in memory (`openBatches`). */
export function readBatchesAhead(folder: string, part: PackedPart, mostHeld?: number): ReadAhead | null {
  const held = [...part.inputs, ...measuredAgainst(part)].every((one) => isHeld(one, part.items, mostHeld))
  return held ? null : readRowsAhead(folder, part)
}

/** What to read of a file for some rows, in its order: rows that touch or share a page are one stretch. */
export function stretches(rows: Int32Array, width: number): { from: number; length: number }[] {
  const found: { from: number; length: number }[] = []
  for (const row of rows.sort()) {
    const from = row * width
    const last = found.at(-1)
    if (last && from <= Math.ceil((last.from + last.length) / page) * page)
      last.length = from + width - last.from
    else found.push({ from, length: width })
  }
  return found
}

/** The files of a part, to be read and forgotten. */
function openFiles(folder: string, part: PackedPart) {
  const tensors = [...part.inputs, ...measuredAgainst(part)]
  const files = tensors.map(({ file }) => openSync(join(folder, file), 'r'))
  const scratch = Buffer.allocUnsafe(chunk)
  let reading = 0
  let bytes = 0
  let closed = false
  const closeAll = () => {
    for (const file of files) close(file, () => {})
  }
  return {
    widths: tensors.map(rowBytes),
    get bytes() {
      return bytes
    },
    /** Reads a chunk at most. Never fails: the step that needs the bytes meets the fault itself. */
    touch(of: number, from: number, length: number, then = () => {}) {
      reading += 1
      read(files[of] as number, scratch, 0, Math.min(length, chunk), from, (_, count) => {
        reading -= 1
        bytes += count ?? 0
        if (!closed) then()
        else if (reading === 0) closeAll()
      })
    },
    close() {
      if (closed) return
      closed = true
      if (reading === 0) closeAll()
    },
  }
}
