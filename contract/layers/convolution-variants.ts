import { area, biasOf, checkStrides, convolved, filters, settingsOf, window } from './convolution-layers.ts'
import {
  activation,
  type Config,
  channelsOf,
  inputOfRank,
  type LayerKind,
  numberOf,
  type Parameter,
  perAxis,
  ShapeFault,
  useBias,
} from './layer-kind.ts'
import { padding, reach, sizes } from './window.ts'

type Flat = 1 | 2

const multiplier: Parameter = { name: 'depth_multiplier', kind: 'number', min: 1, integer: true }

const separable = (axes: Flat): LayerKind => ({
  family: 'convolution',
  parameters: [filters, ...window(axes), multiplier, activation, useBias],
  outputShape: (config, inputs) => convolved(config, inputs, axes, () => numberOf(config, 'filters')),
  parameterCount: (config, [shape = []]) => {
    const deep = channelsOf(shape) * numberOf(config, 'depth_multiplier', 1)
    const out = numberOf(config, 'filters')
    return area(config, axes) * deep + deep * out + biasOf(config, out)
  },
})

const depthwise = (axes: Flat): LayerKind => ({
  family: 'convolution',
  parameters: [sizes('kernel_size', axes), sizes('strides', axes), padding, multiplier, activation, useBias],
  outputShape: (config, inputs) =>
    convolved(config, inputs, axes, (channels) => channels * numberOf(config, 'depth_multiplier', 1)),
  parameterCount: (config, [shape = []]) => {
    const deep = channelsOf(shape) * numberOf(config, 'depth_multiplier', 1)
    return area(config, axes) * deep + biasOf(config, deep)
  },
})

/** `output_padding` along each axis; null where it is left to Keras. */
export const outputPadding = (config: Config, axes: Flat): number[] | null =>
  config.output_padding === null || config.output_padding === undefined
    ? null
    : perAxis(config, 'output_padding', axes, 0)

/**
 * The length that a transposed convolution makes of a length: `_get_output_shape_given_tf_padding` of
 * keras/src/backend/common/backend_utils.py.
 * @param wide reach of the kernel
 * @param more `output_padding`, if it is given
 */
export function grownLength(
  length: number,
  wide: number,
  stride: number,
  same: boolean,
  more: number | null,
) {
  if (same) return more === null ? length * stride : (length - 1) * stride + (wide % 2) + more
  return (length - 1) * stride + wide + (more ?? Math.max(stride - wide, 0))
}

const transposed = (axes: Flat): LayerKind => ({
  family: 'convolution',
  parameters: [
    filters,
    sizes('kernel_size', axes),
    sizes('strides', axes),
    padding,
    sizes('dilation_rate', axes),
    activation,
    useBias,
  ],
  outputShape: (config, inputs) => {
    const shape = inputOfRank(inputs, axes + 2)
    channelsOf(shape)
    checkStrides(config, axes)
    const { kernel, step, spread } = settingsOf(config, axes)
    const more = outputPadding(config, axes)
    const grown = kernel.map((size, axis) => {
      const length = shape[axis + 1]
      const stride = step[axis] as number
      const wide = reach(size, spread[axis] as number)
      const extra = more?.[axis] ?? null
      // Keras wants less than a stride; with an even kernel and `same`, TensorFlow wants more than nothing.
      if (extra !== null && (extra >= stride || (config.padding === 'same' && (wide % 2) + extra === 0)))
        throw new ShapeFault('model.output-padding', { padding: extra, stride })
      if (typeof length !== 'number') return null
      return grownLength(length, wide, stride, config.padding === 'same', extra)
    })
    return [shape[0] ?? null, ...grown, numberOf(config, 'filters')]
  },
  parameterCount: (config, [shape = []]) =>
    (area(config, axes) * channelsOf(shape) + biasOf(config, 1)) * numberOf(config, 'filters'),
})

export const convolutionVariants: Record<string, LayerKind> = {
  SeparableConv1D: separable(1),
  SeparableConv2D: separable(2),
  DepthwiseConv1D: depthwise(1),
  DepthwiseConv2D: depthwise(2),
  Conv1DTranspose: transposed(1),
  Conv2DTranspose: transposed(2),
}
