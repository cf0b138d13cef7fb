import { open, readFile } from 'node:fs/promises'
import { decode } from 'bmp-ts'
import sharp, { type Sharp, type SharpOptions } from 'sharp'
import { Unusable } from '../import/unusable.ts'

/** As many pixels as sharp takes of a picture of another kind (its `limitInputPixels`). */
const mostPixels = 0x3fff ** 2

/** Of more pixels than this a decoder that shrinks on the way, as libvips's does, is quicker than one that decodes all. */
export const wholeUpTo = 2 ** 20

/** Opens a picture of any kind that is read. libvips as it is packed with sharp reads no BMP: those are decoded here. @throws Unusable */
export async function openPicture(path: string, options: SharpOptions = {}): Promise<Sharp> {
  return (await isBmp(path)) ? fromBmp(await readFile(path)) : sharp(path, options)
}

/** The same of a picture that is in memory. @throws Unusable */
export const openBytes = (bytes: Buffer, options: SharpOptions = {}): Sharp =>
  bytes.toString('latin1', 0, 2) === 'BM' ? fromBmp(bytes) : sharp(bytes, options)

async function isBmp(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer.toString('latin1') === 'BM'
  } finally {
    await file.close()
  }
}

/** Compressions of BITMAPINFOHEADER (MS-WMF 2.1.1.7): runs of 8 and 4 bits; the others store every pixel. */
const runs = [1, 2]

function fromBmp(bytes: Buffer): Sharp {
  if (bytes.length < 54) throw new Unusable('damaged-picture')
  const [width, height] = [bytes.readInt32LE(18), Math.abs(bytes.readInt32LE(22))]
  const [bits, compression] = [bytes.readUInt16LE(28), bytes.readUInt32LE(30)]
  const stored = (Math.ceil((width * bits) / 32) * 4 * height) / (runs.includes(compression) ? 255 : 1)
  // A damaged head may promise more pixels than there is memory; nothing is set aside for them.
  if (width <= 0 || height <= 0 || width * height > mostPixels || stored > bytes.length)
    throw new Unusable('damaged-picture')
  const { data } = decode(bytes, { toRGBA: true })
  return sharp(data, { raw: { width, height, channels: 4 } }).removeAlpha()
}
