import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Augmentation } from '../../contract/data/augmentation.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { float32, nativeOp } from '../runtime/native-op.ts'
import type { Draw } from './draw.ts'

/** Pictures here are [batch, rows, columns, channels] of values from 0 to 255 times `unit`, and what is drawn is [batch]. */
const each = (drawn: Tensor) => drawn.reshape([-1, 1, 1, 1])

/** Adds one number to all values, within the picture's own smallest and largest: Keras's `apply_channel_shift`. */
export function shiftChannels(pictures: Tensor, intensity: Tensor, unit: number): Tensor {
  const whole = [1, 2, 3]
  return pictures
    .add(each(intensity).mul(unit))
    .maximum(pictures.min(whole, true))
    .minimum(pictures.max(whole, true))
}

/**
 * Multiplies all values, in whole numbers as PIL's `ImageEnhance.Brightness` does, which Keras's `apply_brightness_shift` calls.
 * The fraction is cut off before and after; a value a hair below a whole number, for the length of its mantissa, is that number.
 */
export function brighten(pictures: Tensor, factor: Tensor, unit: number): Tensor {
  const hair = 1e-3
  const pixels = pictures.div(unit).add(hair).floor()
  return pixels.mul(each(factor)).add(1e-4).floor().minimum(255).mul(unit)
}

/** ITU-R 601-2 luma, as torchvision's `rgb_to_grayscale`. */
const luma = [0.2989, 0.587, 0.114]

/** [batch, rows, columns, 1] */
const greyOf = (tf: TensorFlow, x: Tensor): Tensor =>
  x.shape.at(-1) === 3 ? x.mul(tf.tensor1d(luma)).sum(-1, true) : x.mean(-1, true)

/** Takes the colours from some pictures, and turns some into their negative: Keras's RandomGrayscale and RandomInvert. */
export function recolour(
  tf: TensorFlow,
  draw: Draw,
  { random_grayscale, random_invert }: Augmentation,
  pictures: Tensor,
  unit: number,
): Tensor {
  const [batch, , , channels] = pictures.shape as [number, number, number, number]
  const some = (name: string, chance: number, other: (now: Tensor) => Tensor, now: Tensor) =>
    now.add(
      other(now)
        .sub(now)
        .mul(each(draw.between(name, 0, 1, [batch]).less(chance).toFloat())),
    )
  let now = pictures
  if (random_grayscale > 0 && channels === 3)
    now = some('grayscale', random_grayscale, (x) => greyOf(tf, x), now)
  if (random_invert > 0) now = some('invert', random_invert, (x) => x.neg().add(255 * unit), now)
  return now
}

/**
 * torchvision's ColorJitter in the fixed order brightness, contrast, saturation, hue. Saturation and hue are of pictures with three
 * channels; others are left as they are.
 */
export function jitter(
  tf: TensorFlow,
  draw: Draw,
  settings: Augmentation,
  pictures: Tensor,
  unit: number,
): Tensor {
  const [batch, , , channels] = pictures.shape as [number, number, number, number]
  const top = 255 * unit
  const factor = (name: string, most: number) => each(draw.between(name, 1 - most, 1 + most, [batch]))
  const grey = (x: Tensor) => greyOf(tf, x)
  const blend = (x: Tensor, other: Tensor, by: Tensor) => x.sub(other).mul(by).add(other).clipByValue(0, top)
  const { jitter_brightness, jitter_contrast, jitter_saturation, jitter_hue } = settings
  let now = pictures
  if (jitter_brightness > 0) now = now.mul(factor('jitter brightness', jitter_brightness)).clipByValue(0, top)
  if (jitter_contrast > 0)
    now = blend(now, grey(now).mean([1, 2, 3], true), factor('jitter contrast', jitter_contrast))
  if (channels !== 3) return now
  if (jitter_saturation > 0) now = blend(now, grey(now), factor('jitter saturation', jitter_saturation))
  if (jitter_hue > 0) {
    const [hue, ...rest] = nativeOp(tf, 'RGBToHSV', [float32], [now]).split(3, 3) as [Tensor, Tensor, Tensor]
    const turned = hue.add(each(draw.between('jitter hue', -jitter_hue, jitter_hue, [batch])))
    now = nativeOp(tf, 'HSVToRGB', [float32], [tf.concat([turned.sub(turned.floor()), ...rest], 3)])
  }
  return now
}

/** Adds normal noise of a standard deviation that is a share of the whole range, and stays within the range. */
export const addNoise = (draw: Draw, pictures: Tensor, deviation: number, unit: number): Tensor =>
  pictures.add(draw.normal('noise', pictures.shape).mul(deviation * 255 * unit)).clipByValue(0, 255 * unit)
