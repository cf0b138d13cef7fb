import sharp from 'sharp'
import type { PictureInput } from '../pipeline/pipeline.ts'
import { turned } from './draw-picture.ts'

/** The bytes of a picture as a model reads it, row by row, as a PNG. */
export function drawBytes(
  bytes: Buffer,
  { height, width, channels, reversed }: Pick<PictureInput, 'height' | 'width' | 'channels' | 'reversed'>,
): Promise<Buffer> {
  const raw = { height, width, channels: channels as 1 | 3 | 4 }
  return sharp(reversed ? turned(bytes) : bytes, { raw })
    .png({ compressionLevel: 1 })
    .toBuffer()
}
