import {
  activation,
  type Config,
  channelsOf,
  inputOfRank,
  type LayerKind,
  numberOf,
  onAxis,
  type Parameter,
  pairOf,
  type Shape,
  useBias,
} from './layer-kind.ts'
import { padding, sizes, slide } from './window.ts'

const filters: Parameter = { name: 'filters', kind: 'number', min: 1, integer: true }
const multiplier: Parameter = { name: 'depth_multiplier', kind: 'number', min: 1, integer: true }
const causal: Parameter = { name: 'padding', kind: 'choice', options: ['valid', 'same', 'causal'] }
const line = [sizes('kernel_size'), sizes('strides')]
const window: Parameter[] = [
  { name: 'kernel_size', kind: 'pair', min: 1 },
  { name: 'strides', kind: 'pair', min: 1 },
  padding,
]

/** Kernel, stride and dilation along one axis or two. */
function settingsOf(config: Config, axes: 1 | 2) {
  const read = (name: string, otherwise: number): number[] =>
    axes === 1 ? [onAxis(config, name, otherwise)] : pairOf(config, name, [otherwise, otherwise])
  return { kernel: read('kernel_size', 3), step: read('strides', 1), spread: read('dilation_rate', 1) }
}

function convolved(config: Config, inputs: Shape[], axes: 1 | 2, channels: (input: number) => number): Shape {
  const shape = inputOfRank(inputs, axes + 2)
  const { kernel, step, spread } = settingsOf(config, axes)
  const reach = kernel.map((size, axis) => (size - 1) * (spread[axis] as number) + 1)
  return [shape[0] ?? null, ...slide(config, shape, reach, step), channels(channelsOf(shape))]
}

const area = (config: Config, axes: 1 | 2) =>
  settingsOf(config, axes).kernel.reduce((all, size) => all * size, 1)
const bias = (config: Config, count: number) => (config.use_bias === false ? 0 : count)

const separable = (axes: 1 | 2): LayerKind => ({
  family: 'convolution',
  parameters: [filters, ...(axes === 1 ? [...line, causal] : window), multiplier, activation, useBias],
  outputShape: (config, inputs) => convolved(config, inputs, axes, () => numberOf(config, 'filters')),
  parameterCount: (config, [shape = []]) => {
    const deep = channelsOf(shape) * numberOf(config, 'depth_multiplier', 1)
    const out = numberOf(config, 'filters')
    return area(config, axes) * deep + deep * out + bias(config, out)
  },
})

export const convolutionVariants: Record<string, LayerKind> = {
  Conv1D: {
    family: 'convolution',
    parameters: [filters, ...line, causal, sizes('dilation_rate'), activation, useBias],
    outputShape: (config, inputs) => convolved(config, inputs, 1, () => numberOf(config, 'filters')),
    parameterCount: (config, [shape = []]) => {
      const out = numberOf(config, 'filters')
      return (area(config, 1) * channelsOf(shape) * out) / numberOf(config, 'groups', 1) + bias(config, out)
    },
  },
  SeparableConv1D: separable(1),
  SeparableConv2D: separable(2),
  DepthwiseConv2D: {
    family: 'convolution',
    parameters: [...window, multiplier, activation, useBias],
    outputShape: (config, inputs) =>
      convolved(config, inputs, 2, (channels) => channels * numberOf(config, 'depth_multiplier', 1)),
    parameterCount: (config, [shape = []]) => {
      const deep = channelsOf(shape) * numberOf(config, 'depth_multiplier', 1)
      return area(config, 2) * deep + bias(config, deep)
    },
  },
  Conv2DTranspose: {
    family: 'convolution',
    parameters: [filters, ...window, activation, useBias],
    outputShape: (config, inputs) => {
      const shape = inputOfRank(inputs, 4)
      channelsOf(shape)
      const { kernel, step } = settingsOf(config, 2)
      // Keras: same size * stride, valid size * stride + max(kernel - stride, 0).
      const grown = kernel.map((size, axis) => {
        const length = shape[axis + 1]
        const stride = step[axis] as number
        if (typeof length !== 'number') return null
        return length * stride + (config.padding === 'same' ? 0 : Math.max(size - stride, 0))
      })
      return [shape[0] ?? null, ...grown, numberOf(config, 'filters')]
    },
    parameterCount: (config, [shape = []]) =>
      (area(config, 2) * channelsOf(shape) + bias(config, 1)) * numberOf(config, 'filters'),
  },
}
