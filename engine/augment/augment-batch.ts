import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { type Augmentation, varying } from '../../contract/data/augmentation.ts'
import type { PackedTensor } from '../../contract/data/packed.ts'
import type { BuildContext } from '../layers/settings/settings.ts'
import { affineMatrix } from './affine-matrix.ts'
import { cutOut, eraseAtRandom } from './boxes.ts'
import { addNoise, brighten, jitter, recolour, shiftChannels } from './colours.ts'
import { type Draw, drawFrom } from './draw.ts'
import { drawTransforms, type Transforms } from './draw-transforms.ts'
import { type Mixed, mixPictures } from './mix.ts'
import { warp } from './warp.ts'
import { varyWords } from './words.ts'

/** A varied batch, and how its items were mixed, if they were. */
export interface Augmented {
  inputs: Tensor[]
  mixed: Mixed | null
}

export type Augment = (inputs: Tensor[]) => Augmented

type Context = Pick<BuildContext, 'tf' | 'seed' | 'clock'>

/**
 * What varies the inputs of a step, op by op or recorded; null where nothing is to be varied. Pictures are known by their bytes,
 * texts by the whole numbers of their words; tables are left alone.
 * @param of what the inputs are, in their order
 */
export function augmentation(
  context: Context,
  settings: Augmentation | null,
  of: PackedTensor[],
): Augment | null {
  if (!settings || varying(settings).length === 0) return null
  const kinds = of.map((tensor) => ({ size: pictureSize(tensor), text: isText(tensor), unit: tensor.scale }))
  if (!kinds.some(({ size, text }) => size || text)) return null
  return (inputs) => {
    const draw = drawFrom(context)
    let mixed: Mixed | null = null
    const varied = inputs.map((input, place) => {
      const { size, text, unit } = kinds[place] as (typeof kinds)[number]
      if (text) return varyWords(context.tf, draw, settings, input)
      if (!size) return input
      const { scale = [1], offset = [0] } = of[place]?.normalised ?? {}
      const [by, plus] = [context.tf.tensor1d(scale), context.tf.tensor1d(offset)]
      const plain = of[place]?.normalised ? input.sub(plus).div(by) : input
      const found = varyPictures(context, draw, settings, plain.reshape([-1, ...size]), unit)
      mixed ??= found.mixed
      const pictures = found.pictures.reshape(input.shape)
      // Rows come normalised; pictures are varied as they were before.
      return of[place]?.normalised ? pictures.mul(by).add(plus) : pictures
    })
    return { inputs: varied, mixed }
  }
}

const isText = ({ dtype, shape }: PackedTensor) => dtype === 'int32' && shape.length === 1

/** Rows, columns and channels of a picture; null for what is none. */
function pictureSize({ dtype, shape, picture }: PackedTensor): [number, number, number] | null {
  if (dtype !== 'uint8') return null
  const [rows, columns, channels = 1] = picture ?? shape
  return rows && columns ? [rows, columns, channels] : null
}

/** Pictures [batch, rows, columns, channels] of values from 0 to 255 times `unit`, varied. */
function varyPictures(
  context: Context,
  draw: Draw,
  settings: Augmentation,
  pictures: Tensor,
  unit: number,
): { pictures: Tensor; mixed: Mixed | null } {
  const { tf } = context
  const [batch, rows, columns] = pictures.shape as [number, number, number, number]
  const drawn = drawTransforms(tf, draw, settings, batch, [rows, columns])
  let now = transformPictures(context, pictures, drawn, settings, unit)
  now = jitter(tf, draw, settings, now, unit)
  now = recolour(tf, draw, settings, now, unit)
  if (settings.cutout > 0) now = cutOut(tf, draw, now, settings.cutout, settings.cval * unit)
  if (settings.random_erasing > 0) now = eraseAtRandom(tf, draw, now, settings.random_erasing, unit)
  if (settings.gaussian_noise > 0) now = addNoise(draw, now, settings.gaussian_noise, unit)
  return mixPictures(tf, draw, settings, now) ?? { pictures: now, mixed: null }
}

/** Does to pictures what was drawn, in the order of Keras's `ImageDataGenerator.apply_transform`. */
export function transformPictures(
  { tf }: Pick<Context, 'tf'>,
  pictures: Tensor,
  drawn: Transforms,
  { fill_mode, cval }: Pick<Augmentation, 'fill_mode' | 'cval'>,
  unit: number,
): Tensor {
  const [batch, rows, columns] = pictures.shape as [number, number, number, number]
  const matrix = affineMatrix(tf, drawn, batch, [rows, columns])
  let now = matrix ? warp(tf, pictures, matrix, fill_mode, cval * unit) : pictures
  if (drawn.channel_shift_intensity) now = shiftChannels(now, drawn.channel_shift_intensity, unit)
  if (drawn.brightness) now = brighten(now, drawn.brightness, unit)
  return now
}
