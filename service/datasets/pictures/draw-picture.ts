import sharp, { type Sharp } from 'sharp'
import type { PictureInput, Pipeline } from '../pipeline/pipeline.ts'
import { resample } from './resample.ts'

/** Counts up when the same picture and settings give other pixels. */
export const decoder = 3

interface Size {
  height: number
  width: number
}
/** libvips's kernels for what is made smaller. */
const kernels = { bilinear: 'linear', bicubic: 'cubic', lanczos3: 'lanczos3' } as const

/**
 * A picture as the model reads it: resized and cropped, with as many channels as asked, one byte each, row by row. What is made
 * smaller is smoothed first, as `antialias=True` of Keras's resize does; Keras's own loaders leave that out.
 * @param shape [height, width, channels] of the picture once turned, where it is known: to look for it takes a fifth of the time
 */
export async function drawPicture(
  from: Sharp,
  pipeline: Pick<Pipeline, 'input'>,
  shape?: number[],
): Promise<Buffer> {
  if (pipeline.input.kind !== 'image') throw new Error('A table cannot be drawn.')
  const { input } = pipeline
  const { data, info } = await coloured(cut(await resized(from, input, shape), input), input.channels)
    .raw()
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== input.channels)
    throw new Error(`A picture came out with ${info.channels} channels instead of ${input.channels}.`)
  return input.reversed ? turned(data) : data
}

const coloured = (picture: Sharp, channels: number) =>
  channels === 1
    ? picture.removeAlpha().toColourspace('b-w')
    : channels === 3
      ? picture.removeAlpha().toColourspace('srgb')
      : picture.toColourspace('srgb').ensureAlpha()

/**
 * libvips makes pictures smaller, from within the decoder where it can; its enlargements lie half a pixel beside Keras's, so
 * these and what it has no kernel for are made here.
 */
async function resized(from: Sharp, input: PictureInput, shape?: number[]): Promise<Sharp> {
  const to = input.cropFrom ?? input
  const { interpolation, resize } = input
  const own = shape ? sizeOf(shape) : (await from.metadata()).autoOrient
  const part = resize === 'crop' ? cropBox(own, to) : own
  const smaller = to.height <= part.height && to.width <= part.width
  if (smaller && resize !== 'pad' && interpolation !== 'nearest' && interpolation !== 'area') {
    const shown = resize === 'crop' ? from.extract({ ...part, ...middleOf(own, part) }) : from
    return shown.resize(to.width, to.height, { fit: 'fill', kernel: kernels[interpolation] })
  }
  const { data, info } = await from.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  const { channels } = info
  const whole = { pixels: data, height: info.height, width: info.width, channels }
  const { pixels, height, width } =
    resize === 'crop' ? reframed(whole, part) : resize === 'pad' ? reframed(whole, padBox(own, to)) : whole
  const drawn = resample(pixels, [height, width, channels], [to.height, to.width], interpolation)
  return sharp(drawn, { raw: { height: to.height, width: to.width, channels } })
}

const sizeOf = ([height = 0, width = 0]: number[]): Size => ({ height, width })

/** The largest part of the shape of `to`, rounded as Keras's crop_to_aspect_ratio does. */
const cropBox = (own: Size, to: Size): Size => ({
  height: Math.max(1, Math.min(own.height, Math.floor((own.width * to.height) / to.width))),
  width: Math.max(1, Math.min(own.width, Math.floor((own.height * to.width) / to.height))),
})

/** The smallest frame of the shape of `to` around it, as pad_to_aspect_ratio has it. */
const padBox = (own: Size, to: Size): Size => ({
  height: Math.max(own.height, Math.floor((own.width * to.height) / to.width)),
  width: Math.max(own.width, Math.floor((own.height * to.width) / to.height)),
})

/** Where a part begins, or, below 0, how far outside. */
const middleOf = (of: Size, part: Size) => ({
  top: Math.trunc((of.height - part.height) / 2),
  left: Math.trunc((of.width - part.width) / 2),
})

/** The middle of a picture, or the picture with black around it. */
function reframed(whole: Size & { pixels: Uint8Array; channels: number }, to: Size) {
  const { pixels, channels } = whole
  const { top, left } = middleOf(whole, to)
  const framed = Buffer.alloc(to.height * to.width * channels)
  const wide = Math.min(whole.width, to.width) * channels
  for (let y = 0; y < Math.min(whole.height, to.height); y++) {
    const from = ((y + Math.max(0, top)) * whole.width + Math.max(0, left)) * channels
    framed.set(
      pixels.subarray(from, from + wide),
      ((y + Math.max(0, -top)) * to.width + Math.max(0, -left)) * channels,
    )
  }
  return { pixels: framed, ...to }
}

/** The size of the Input from the middle, as Keras's CenterCrop rounds. */
function cut(sized: Sharp, { cropFrom, height, width }: PictureInput): Sharp {
  return cropFrom ? sized.extract({ height, width, ...middleOf(cropFrom, { height, width }) }) : sized
}

/** Red and blue change places. */
export function turned(data: Buffer): Buffer {
  for (let at = 0; at + 2 < data.length; at += 3) {
    const red = data[at] as number
    data[at] = data[at + 2] as number
    data[at + 2] = red
  }
  return data
}
