import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Metadata } from 'sharp'
import { openBytes, openPicture, wholeUpTo } from './open-picture.ts'

/**
 * Reads a picture to its end: its sha256 and its shape, [height, width, channels].
 * @throws what libvips says of one that is damaged or cut off
 */
export async function lookInto(path: string): Promise<{ hash: string; shape: number[] }> {
  // One read of a small file is quicker than four trips through the thread pool, which the decoders keep busy.
  const bytes = readFileSync(path)
  const picture = openBytes(bytes, { failOn: 'error' })
  const about = await picture.metadata()
  const whole = about.width * about.height <= wholeUpTo
  await (whole ? picture : picture.resize(8, 8, { fit: 'fill' })).raw().toBuffer()
  return { hash: hash('sha256', bytes), shape: shapeOf(about) }
}

/** The shape of a picture by its head alone. */
export const shapeByHead = async (path: string) => shapeOf(await (await openPicture(path)).metadata())

/** [height, width, channels] of a picture as it is packed: turned as its camera was held, without transparency. */
const shapeOf = ({ autoOrient, channels }: Metadata) => [
  autoOrient.height,
  autoOrient.width,
  channels >= 3 ? 3 : 1,
]
