import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { PackedTensor } from '../../contract/data/packed.ts'
import { rowBytes } from './read-packed.ts'

/** Rows of one packed tensor as they lie on disk. */
export interface RawRows {
  /** Bytes from one row to the next in what `read` gives: a row's bytes, filled up to whole int32 numbers. */
  readonly stride: number
  /** The named rows one after the other. */
  read(rows: Int32Array): Uint8Array
  close(): void
}

/** Opens one tensor to be read a few rows at a time. */
export function openRawRows(folder: string, tensor: PackedTensor): RawRows {
  const length = rowBytes(tensor)
  const stride = Math.ceil(length / 4) * 4
  const file = openSync(join(folder, tensor.file), 'r')
  return {
    stride,
    read(rows) {
      const into = new Uint8Array(rows.length * stride)
      for (const [place, row] of rows.entries()) readSync(file, into, place * stride, length, row * length)
      return into
    },
    close: () => closeSync(file),
  }
}
