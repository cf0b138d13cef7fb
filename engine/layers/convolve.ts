import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu'
import { reach } from '../../contract/layers/window.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'

export type Pair = [number, number]
export type Padding = 'valid' | 'same' | 'causal'

/** One number stands for both axes. */
export const pair = (value: unknown): Pair =>
  Array.isArray(value)
    ? [Number(value[0]), Number(value[1] ?? value[0])]
    : [Number(value ?? 1), Number(value ?? 1)]

/** How a kernel slides over a picture. */
export interface Slide {
  kernel: Pair
  strides: Pair
  padding: Padding
  dilations: Pair
}

/** Zeros around the rows and columns, as TensorFlow's `SAME` adds them: the odd one at the end. */
function padded(x: Tensor, { kernel, strides, padding, dilations }: Slide): Tensor {
  const margins = kernel.map((size, axis) => {
    const length = x.shape[axis + 1] as number
    const wide = reach(size, dilations[axis] as number)
    if (padding === 'causal') return [wide - 1, 0] as Pair
    const step = strides[axis] as number
    const total = Math.max((Math.ceil(length / step) - 1) * step + wide - length, 0)
    return [Math.floor(total / 2), Math.ceil(total / 2)] as Pair
  }) as [Pair, Pair]
  return margins.flat().some((margin) => margin > 0) ? x.pad([[0, 0], ...margins, [0, 0]]) : x
}

/**
 * Runs a convolution of TensorFlow on [batch, rows, columns, channels]. Taps that are apart go by space-to-batch, since no
 * gradient on the CPU takes them.
 * @param run convolves with strides and `valid` or `same` padding, taps side by side
 */
function slideOver(
  tf: TensorFlow,
  x: Tensor,
  slide: Slide,
  run: (x: Tensor4D, strides: Pair, padding: 'valid' | 'same') => Tensor,
): Tensor {
  const { kernel, strides, padding, dilations } = slide
  const apart = dilations.some((dilation) => dilation > 1)
  if (!apart)
    return padding === 'causal'
      ? run(padded(x, slide) as Tensor4D, strides, 'valid')
      : run(x as Tensor4D, strides, padding)
  const wide = padding === 'valid' ? x : padded(x, slide)
  const sizes = wide.shape.slice(1, 3) as Pair
  // Both axes have to divide into as many pictures as the taps are apart.
  const missing = sizes
    .map((size, axis) => -size % (dilations[axis] as number))
    .map((left, axis) => (left === 0 ? 0 : left + (dilations[axis] as number)))
  const margins = missing.map((margin) => [0, margin])
  const parts = tf.spaceToBatchND(wide, dilations, margins)
  const found = tf.batchToSpaceND(run(parts as Tensor4D, [1, 1], 'valid'), dilations, [
    [0, 0],
    [0, 0],
  ])
  const out = sizes.map((size, axis) => size - reach(kernel[axis] as number, dilations[axis] as number) + 1)
  const whole = found.slice([0, 0, 0, 0], [-1, ...out, -1])
  return strides.some((step) => step > 1)
    ? whole.stridedSlice([0, 0, 0, 0], whole.shape, [1, ...strides, 1])
    : whole
}

/** A kernel [rows, columns, ...] with zeros between its taps, so that these are `dilations` apart. */
export function spread(kernel: Tensor, [down, across]: Pair): Tensor {
  if (down === 1 && across === 1) return kernel
  const [rows, columns, a, b] = kernel.shape as [number, number, number, number]
  const wide = kernel
    .reshape([rows, 1, columns, 1, a * b])
    .pad([
      [0, 0],
      [0, down - 1],
      [0, 0],
      [0, across - 1],
      [0, 0],
    ])
    .reshape([rows * down, columns * across, a, b])
  return wide.slice([0, 0, 0, 0], [reach(rows, down), reach(columns, across), a, b])
}

/** `tf.nn.conv2d`; with groups each share of the channels has kernels of its own. */
export function convolve(tf: TensorFlow, x: Tensor, kernel: Tensor, slide: Slide, groups = 1): Tensor {
  const run = (part: Tensor, weights: Tensor) =>
    slideOver(tf, part, slide, (picture, strides, padding) =>
      tf.conv2d(picture, weights as Tensor4D, strides, padding),
    )
  if (groups === 1) return run(x, kernel)
  const kernels = tf.split(kernel, groups, 3)
  return tf.concat(
    tf.split(x, groups, 3).map((part, group) => run(part, kernels[group] as Tensor)),
    3,
  )
}

/** `tf.nn.depthwise_conv2d`: each channel by itself. Kernel [rows, columns, channels, multiplier]. */
export function convolveDepthwise(tf: TensorFlow, x: Tensor, kernel: Tensor, slide: Slide): Tensor {
  return slideOver(tf, x, slide, (picture, strides, padding) =>
    tf.depthwiseConv2d(picture, kernel as Tensor4D, strides, padding),
  )
}
