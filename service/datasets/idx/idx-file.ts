import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { createGunzip, gunzip } from 'node:zlib'
import { Unusable } from '../import/unusable.ts'
import { isNpy, readNpyHead } from './npy-file.ts'

/** The head of an IDX file (yann.lecun.com/exdb/mnist): unsigned bytes of some shape. */
export interface IdxHead {
  /** [items] for labels, [items, height, width] or [items, height, width, channels] for pictures. */
  shape: number[]
  /** Where the values begin. */
  offset: number
}

const longest = 2 ** 31 - 1

/** Reads the head and holds it against the file's size. @throws Unusable */
export async function readIdxHead(path: string): Promise<IdxHead> {
  if (isNpy(path)) return readNpyHead(path)
  const first = await firstBytes(path, 20)
  if (first.length < 8 || first[0] !== 0 || first[1] !== 0) throw new Unusable('idx-unknown')
  if (first[2] !== 8) throw new Unusable('idx-values')
  const rank = first[3] ?? 0
  if (![1, 3, 4].includes(rank)) throw new Unusable('idx-rank', { rank })
  const offset = 4 + 4 * rank
  if (first.length < offset) throw new Unusable('idx-header')
  const shape = Array.from({ length: rank }, (_, axis) => first.readUInt32BE(4 + 4 * axis))
  const promised = offset + shape.reduce((product, size) => product * size, 1)
  const there = await unpackedSize(path)
  if (promised > longest || there < promised) throw new Unusable('idx-short', { promised, held: there })
  return { shape, offset }
}

/** The values, without the head. @throws Unusable */
export async function readIdx(path: string): Promise<{ shape: number[]; values: Buffer }> {
  const { shape, offset } = await readIdxHead(path)
  const length = offset + shape.reduce((product, size) => product * size, 1)
  let bytes = await readFile(path)
  if (isGzip(path))
    bytes = await promisify(gunzip)(bytes, { maxOutputLength: length + 2 ** 20 }).catch(() => {
      throw new Unusable('idx-packed')
    })
  if (bytes.length < length) throw new Unusable('idx-short', { promised: length, held: bytes.length })
  return { shape, values: bytes.subarray(offset, length) }
}

const isGzip = (path: string) => /\.gz$/i.test(path)

async function firstBytes(path: string, count: number): Promise<Buffer> {
  if (!isGzip(path)) {
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  }
  const source = createReadStream(path, { end: 65_535 })
  const unpacked = source.pipe(createGunzip())
  try {
    for await (const chunk of unpacked) return (chunk as Buffer).subarray(0, count)
    return Buffer.alloc(0)
  } catch {
    throw new Unusable('idx-packed')
  } finally {
    source.destroy()
    unpacked.destroy()
  }
}

/** A gzip file names its unpacked size (below 4 GiB) in its last four bytes. */
async function unpackedSize(path: string): Promise<number> {
  const { size } = await stat(path)
  if (!isGzip(path)) return size
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, Math.max(0, size - 4))
    return buffer.readUInt32LE(0)
  } finally {
    await file.close()
  }
}
