import type { PackedPart } from '../../contract/packed.ts'
import type { Pipeline } from './pipeline.ts'

export type PartToPack = PackedPart['part']

/** One part of a data set, ready to be written as the model reads it: each kind of data makes its own. */
export interface Source {
  part: PartToPack
  /** What each item is called where it is named: a path, a file and a number, a file and a line. */
  items: string[]
  /** Class number or value of each item; empty when predicting. */
  labels: number[]
  /** A table's cells as read; empty for pictures. */
  rows: string[][]
  /** Writes the inputs as bytes, each at its place, and calls `done` once an item. */
  write(
    pipeline: Pipeline,
    put: (bytes: Uint8Array, at: number) => Promise<void>,
    done: () => void,
  ): Promise<void>
}
