import type { Sharp } from 'sharp'
import type { Pipeline } from '../pipeline.ts'

/** A picture as the model reads it: resized, with as many channels as asked, one byte each, row by row. */
export async function drawPicture(from: Sharp, pipeline: Pipeline): Promise<Buffer> {
  if (pipeline.input.kind !== 'image') throw new Error('A table cannot be drawn.')
  const { height, width, channels } = pipeline.input
  const sized = from.resize(width, height, { fit: 'fill', kernel: 'linear' })
  const coloured =
    channels === 1
      ? sized.removeAlpha().toColourspace('b-w')
      : channels === 3
        ? sized.removeAlpha().toColourspace('srgb')
        : sized.toColourspace('srgb').ensureAlpha()
  const { data, info } = await coloured.raw().toBuffer({ resolveWithObject: true })
  if (info.channels !== channels)
    throw new Error(`A picture came out with ${info.channels} channels instead of ${channels}.`)
  return data
}
