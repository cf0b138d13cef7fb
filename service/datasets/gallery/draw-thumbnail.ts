import { readFile } from 'node:fs/promises'
import { CompressionType, FastResizeFilter, ResizeFit } from '@napi-rs/image'
import sharp, { type Sharp } from 'sharp'
import { openBytes } from '../pictures/open-picture.ts'
import { plainPicture } from '../pictures/plain-picture.ts'

/** Below this a picture's pixels are shown as they are, and JPEG would blur them. */
const fewPixels = 64
const quality = 82

interface Shape {
  width: number
  height: number
  channels: number
}

/** A small picture of a file, turned as it is to be seen: the bytes of a JPEG, or of a PNG where JPEG would blur it. @throws what its decoder throws */
export async function thumbnailOfFile(path: string, size: number): Promise<Buffer> {
  const bytes = await readFile(path)
  return (await plain(bytes, size).catch(() => null)) ?? drawn(openBytes(bytes).rotate(), size)
}

/** The same of pixels in memory, a byte each [height, width, channels]. */
export function thumbnailOfPixels(pixels: Uint8Array, shape: Shape, size: number): Promise<Buffer> {
  const { width, height, channels } = shape
  return drawn(sharp(pixels, { raw: { width, height, channels: channels as 1 } }), size)
}

/** As an address that an img element shows. */
export function dataUrl(thumbnail: Buffer): string {
  const kind = thumbnail[0] === 0x89 ? 'png' : 'jpeg'
  return `data:image/${kind};base64,${thumbnail.toString('base64')}`
}

/** Of the kind that most data sets are full of, in a quarter of the time (plain-picture.ts says why); null of another kind. */
async function plain(bytes: Buffer, size: number): Promise<Buffer | null> {
  const found = plainPicture(bytes)
  if (!found) return null
  const { head } = found
  const picture = found.picture.rotate()
  const longest = Math.max(head.width, head.height)
  if (longest > size)
    picture.fastResize({
      width: size,
      height: size,
      fit: ResizeFit.Inside,
      filter: FastResizeFilter.Bilinear,
    })
  return Math.min(longest, size) <= fewPixels
    ? picture.png({ compressionType: CompressionType.Fast })
    : picture.jpeg(quality)
}

async function drawn(picture: Sharp, size: number): Promise<Buffer> {
  const sized = picture.resize(size, size, { fit: 'inside', withoutEnlargement: true }).toColourspace('srgb')
  const { data, info } = await sized.raw().toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const pixels = sharp(data, { raw: { width, height, channels } })
  const sharpEdged = channels === 4 || channels === 2 || Math.max(width, height) <= fewPixels
  return (sharpEdged ? pixels.png({ compressionLevel: 3 }) : pixels.jpeg({ quality })).toBuffer()
}
