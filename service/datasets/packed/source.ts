import type { Sharp } from 'sharp'
import type { PackedPart } from '../../../contract/data/packed.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'

export type PartToPack = PackedPart['part']

/** One part of a data set, ready to be written as the model reads it: each kind of data makes its own. */
export interface Source {
  part: PartToPack
  /** What each item is called where a prediction names it: a path, a file and a number, a file and a line. */
  items: string[]
  count: number
  /** Class number or value of each item, or as many of them as `labelWidth` says, item by item; empty when predicting. */
  labels: ArrayLike<number>
  /** Values an item: 0 or 1 for each of several labels, or several values. 1 where nothing is said. */
  labelWidth?: number
  /** How much each item counts; absent where all count the same. */
  weights?: Float32Array | undefined
  /** Of a time series: how many rows come before the one whose value the item asks for. */
  rowsBefore?(item: number): number
  /** Of a time series: how many rows there are up to the last whose value the item asks for. */
  rowsUntil?(item: number): number
  /**
   * Of a time series: the values that repeating the last ones read would tell for what an item asks, or those of as many rows
   * before as `season` says, the nearest known ones; null where there are none.
   */
  naive?(item: number, season: number | null): number[] | null
  /** Of a time series: its rows, and the row whose value an item asks for so many steps ahead, from 1. */
  series?: { cells: string[]; values: number[][]; asked(item: number, ahead: number): number }
  /** The items as text, in order: of the named column, or the files' own where there is none. */
  texts(column: string | null): AsyncIterable<string>
  /** Of pictures: the bytes of one item, as its input says. */
  draw?(item: number, pipeline: Pick<Pipeline, 'input'>): Promise<Buffer>
  /** Of pictures: one item as it is. */
  show?(item: number): Promise<Sharp>
  /** Of pictures: the sha256 of each one's file, where all are known. */
  contents?: string[]
  /**
   * Writes the inputs as bytes, each at its place, and tells `done` how many items more are there. `decoded` gives the bytes of
   * a picture that was decoded before, by its contents.
   */
  write(
    pipeline: Pipeline,
    put: (bytes: Uint8Array, at: number) => Promise<void>,
    done: (items: number) => void,
    decoded?: ((content: string) => Promise<Uint8Array | null>) | null,
  ): Promise<void>
}

/** The texts of what has none. */
export function noTexts(): never {
  throw new Error('These items are not text.')
}
