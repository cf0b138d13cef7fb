import { open, readFile, stat } from 'node:fs/promises'
import { Unusable } from '../import/unusable.ts'

/** An array that NumPy saved, by its name. */
export const isNpy = (path: string) => /\.npy$/i.test(path)

/** Numbers of an array in C order. */
export type Numbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array

type View = new (buffer: ArrayBuffer, offset: number, length: number) => ArrayLike<number | bigint>

/** How the types of NumPy lie in memory; descr without the mark of byte order. */
const views: Record<string, View> = {
  u1: Uint8Array,
  b1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  u8: BigUint64Array,
  i8: BigInt64Array,
  // TypeScript's library does not know it yet; Node 24 has it.
  f2: (globalThis as unknown as { Float16Array: View }).Float16Array,
  f4: Float32Array,
  f8: Float64Array,
}
const largestHeader = 2 ** 16
const mostDimensions = 4
/** Values that are held at once; a larger array is to be saved as a table. */
const mostValues = 2 ** 29

/** The head of an array that NumPy saved. */
export interface NpyHead {
  shape: number[]
  /** Where the values begin. */
  offset: number
  type: string
  /** Most significant byte first. */
  big: boolean
  /** The first axis varies fastest. */
  fortran: boolean
}

/**
 * The head of an array of numbers that NumPy saved (numpy.lib.format, versions 1 to 3), of at most four axes. A last axis of
 * one of two is dropped: labels are often saved as a column. Nothing is ever unpickled. @throws Unusable
 */
export async function readNpyHead(path: string): Promise<NpyHead> {
  const file = await open(path)
  let first: Buffer
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(largestHeader + 12), 0, largestHeader + 12, 0)
    first = buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
  if (first.length < 12 || first.toString('latin1', 0, 6) !== '\x93NUMPY') throw new Unusable('npy-unknown')
  const [length, begins] = first[6] === 1 ? [first.readUInt16LE(8), 10] : [first.readUInt32LE(8), 12]
  const offset = begins + length
  if (offset > first.length) throw new Unusable('npy-unknown')
  const header = first.toString('latin1', begins, offset)
  const descr = /'descr':\s*'([^']+)'/.exec(header)?.[1] ?? ''
  if (/^[|<>=]?O/.test(descr)) throw new Unusable('npy-objects')
  const whole = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1]
  if (whole === undefined || !descr) throw new Unusable('npy-unknown')
  const sizes = whole
    .split(',')
    .filter((size) => size.trim())
    .map(Number)
  const shape = sizes.length === 2 && sizes[1] === 1 ? sizes.slice(0, 1) : sizes
  const type = descr.replace(/^[|<>=]/, '')
  if (!views[type]) throw new Unusable('npy-values', { type: descr })
  if (!shape.length || shape.length > mostDimensions) throw new Unusable('idx-rank', { rank: shape.length })
  const count = countOf(shape)
  const promised = offset + count * Number(type[1])
  const { size: held } = await stat(path)
  if (held < promised || !Number.isSafeInteger(promised)) throw new Unusable('idx-short', { promised, held })
  if (count > mostValues) throw new Unusable('npy-large')
  return { shape, offset, type, big: descr.startsWith('>'), fortran: /'fortran_order':\s*True/.test(header) }
}

/** An array in C order, the numbers of 64 bits as doubles. @throws Unusable */
export async function readNumbers(path: string): Promise<{ shape: number[]; values: Numbers }> {
  const { shape, offset, type, big, fortran } = await readNpyHead(path)
  const bytes = await readFile(path)
  const count = countOf(shape)
  const size = Number(type[1])
  // Copied to a place that a view of this type may begin at.
  const own = Buffer.from(new ArrayBuffer(count * size))
  bytes.copy(own, 0, offset, offset + count * size)
  if (big && size === 2) own.swap16()
  if (big && size === 4) own.swap32()
  if (big && size === 8) own.swap64()
  const raw = new (views[type] as View)(own.buffer as ArrayBuffer, own.byteOffset, count)
  const values =
    type === 'u8' || type === 'i8'
      ? Float64Array.from(raw as ArrayLike<bigint>, Number)
      : type === 'f2'
        ? Float32Array.from(raw as ArrayLike<number>)
        : (raw as Numbers)
  return { shape, values: fortran && shape.length > 1 ? inRows(values, shape) : values }
}

/** Values whose first axis varies fastest, with the last one fastest. */
function inRows(values: Numbers, shape: number[]): Numbers {
  const turned = values.slice()
  const strides = shape.map((_, axis) => countOf(shape.slice(0, axis)))
  const at = shape.map(() => 0)
  let from = 0
  for (let to = 0; to < values.length; to++) {
    turned[to] = values[from] as number
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] as number
      from += stride
      at[axis] = (at[axis] as number) + 1
      if ((at[axis] as number) < (shape[axis] as number)) break
      from -= stride * (shape[axis] as number)
      at[axis] = 0
    }
  }
  return turned
}

const countOf = (shape: number[]) => shape.reduce((product, size) => product * size, 1)

/** For each row of [rows, columns] the column of its only 1 beside zeros; null where a row has none, or another number. */
export function fromOneHot(values: Numbers, columns: number): Int32Array | null {
  const rows = values.length / columns
  const found = new Int32Array(rows).fill(-1)
  for (let at = 0; at < values.length; at++) {
    const [value, row] = [values[at], Math.floor(at / columns)]
    if (value === 0) continue
    if (value !== 1 || found[row] !== -1) return null
    found[row] = at % columns
  }
  return found.includes(-1) ? null : found
}

/** Class numbers of labels: whole numbers, or one-hot rows. @throws Unusable `npy-labels` */
export async function readNpyLabels(path: string): Promise<ArrayLike<number>> {
  const { shape, values } = await readNumbers(path)
  const found = shape.length === 2 ? fromOneHot(values, shape[1] ?? 1) : values
  if (!found || shape.length > 2) throw new Unusable('npy-labels', { value: shape.join(' x ') })
  for (const value of found) if (!isClass(value)) throw new Unusable('npy-labels', { value })
  return found
}

const largestClass = 9999
const isClass = (value: number) => Number.isInteger(value) && value >= 0 && value <= largestClass

/**
 * How many values to predict each row of an array has; null where rows are classes: whole numbers, or one-hot. `asked`: what the
 * person says they are. @throws Unusable `npy-labels` where a value is no number
 */
export async function valuesARow(
  path: string,
  asked: 'one' | 'several' | 'values' | undefined,
): Promise<number | null> {
  const { shape, values } = await readNumbers(path)
  const width = shape[1] ?? 1
  // Of 0 and 1 alone they are labels, and of more axes something else.
  const flags = width > 1 && values.every((value) => value === 0 || value === 1)
  if (shape.length > 2 || asked === 'one' || (asked !== 'values' && flags)) return null
  if (asked !== 'values' && width === 1 && values.every(Number.isInteger)) return null
  const wrong = values.find((value) => !Number.isFinite(value))
  if (wrong !== undefined) throw new Unusable('npy-labels', { value: wrong })
  return width
}
