import { open, readFile, stat } from 'node:fs/promises'
import { Unusable } from '../unusable.ts'
import type { IdxHead } from './idx-file.ts'

export const isNpy = (path: string) => /\.npy$/i.test(path)

/** How whole numbers of each type are read; descr without the mark of byte order. */
const readers: Record<string, (bytes: Buffer, at: number) => number> = {
  u1: (bytes, at) => bytes.readUInt8(at),
  i1: (bytes, at) => bytes.readInt8(at),
  b1: (bytes, at) => bytes.readUInt8(at),
  u2: (bytes, at) => bytes.readUInt16LE(at),
  i2: (bytes, at) => bytes.readInt16LE(at),
  u4: (bytes, at) => bytes.readUInt32LE(at),
  i4: (bytes, at) => bytes.readInt32LE(at),
  u8: (bytes, at) => Number(bytes.readBigUInt64LE(at)),
  i8: (bytes, at) => Number(bytes.readBigInt64LE(at)),
}
const largestHeader = 2 ** 16

interface NpyHead extends IdxHead {
  type: string
}

/**
 * The head of an array that NumPy saved (numpy.lib.format, versions 1 to 3): pictures as unsigned bytes, or labels as
 * whole numbers, [items] or [items, 1]. Nothing is ever unpickled. @throws Unusable
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
  const type = descr.replace(/^[|<=]/, '')
  if (!readers[type] || (shape.length > 1 && type !== 'u1')) throw new Unusable('npy-values', { type: descr })
  if (![1, 3, 4].includes(shape.length)) throw new Unusable('idx-rank', { rank: shape.length })
  if (shape.length > 1 && /'fortran_order':\s*True/.test(header)) throw new Unusable('npy-fortran')
  const promised = offset + shape.reduce((product, size) => product * size, Number(type[1]))
  const { size: held } = await stat(path)
  if (held < promised) throw new Unusable('idx-short', { promised, held })
  return { shape, offset, type }
}

/** The values as bytes, without the head; labels must be between 0 and 255. @throws Unusable */
export async function readNpy(path: string): Promise<{ shape: number[]; values: Buffer }> {
  const { shape, offset, type } = await readNpyHead(path)
  const bytes = await readFile(path)
  const count = shape.reduce((product, size) => product * size, 1)
  if (type === 'u1') return { shape, values: bytes.subarray(offset, offset + count) }
  const values = Buffer.alloc(count)
  const read = readers[type] as (typeof readers)[string]
  for (let at = 0; at < count; at++) {
    const value = read(bytes, offset + at * Number(type[1]))
    if (value < 0 || value > 255) throw new Unusable('npy-labels', { value })
    values[at] = value
  }
  return { shape, values }
}
