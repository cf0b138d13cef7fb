import {
  activation,
  channelsOf,
  inputOfRank,
  type LayerKind,
  numberOf,
  type Parameter,
  pairOf,
  useBias,
} from './layer-kind.ts'
import { padding, slide } from './window.ts'

const strides: Parameter = { name: 'strides', kind: 'pair', min: 1 }

export const convolutionLayers: Record<string, LayerKind> = {
  Conv2D: {
    family: 'convolution',
    parameters: [
      { name: 'filters', kind: 'number', min: 1, integer: true },
      { name: 'kernel_size', kind: 'pair', min: 1 },
      strides,
      padding,
      { name: 'dilation_rate', kind: 'pair', min: 1 },
      activation,
      useBias,
    ],
    outputShape: (config, inputs) => {
      const shape = inputOfRank(inputs, 4)
      channelsOf(shape)
      const kernel = pairOf(config, 'kernel_size', [3, 3])
      const spread = pairOf(config, 'dilation_rate', [1, 1])
      const window: [number, number] = [(kernel[0] - 1) * spread[0] + 1, (kernel[1] - 1) * spread[1] + 1]
      const step = pairOf(config, 'strides', [1, 1])
      return [shape[0] ?? null, ...slide(config, shape, window, step), numberOf(config, 'filters')]
    },
    parameterCount: (config, [shape = []]) => {
      const [height, width] = pairOf(config, 'kernel_size', [3, 3])
      const weights = (height * width * channelsOf(shape)) / numberOf(config, 'groups', 1)
      return (weights + (config.use_bias === false ? 0 : 1)) * numberOf(config, 'filters')
    },
  },
}
