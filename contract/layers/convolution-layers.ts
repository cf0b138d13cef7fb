import {
  activation,
  type Config,
  channelsOf,
  inputOfRank,
  type LayerKind,
  numberOf,
  type Parameter,
  pairOf,
  type Shape,
  ShapeFault,
  shapeText,
  useBias,
} from './layer-kind.ts'

const strides: Parameter = { name: 'strides', kind: 'pair', min: 1 }
const padding: Parameter = { name: 'padding', kind: 'choice', options: ['valid', 'same'] }

/**
 * Height and width after a window has slid over a picture.
 * Keras: valid floor((size - window) / stride) + 1, same ceil(size / stride).
 */
function slide(config: Config, shape: Shape, window: [number, number], step: [number, number]): Shape {
  return [1, 2].map((axis, index) => {
    const size = shape[axis]
    const length = window[index] ?? 1
    const stride = step[index] ?? 1
    if (typeof size !== 'number') return null
    if (config.padding === 'same') return Math.ceil(size / stride)
    if (size < length) {
      throw new ShapeFault('model.window-too-large', { window: window.join('×'), shape: shapeText(shape) })
    }
    return Math.floor((size - length) / stride) + 1
  })
}

const poolSize = (config: Config) => pairOf(config, 'pool_size', [2, 2])

const pooling: LayerKind = {
  family: 'pooling',
  parameters: [{ name: 'pool_size', kind: 'pair', min: 1 }, strides, padding],
  outputShape: (config, inputs) => {
    const shape = inputOfRank(inputs, 4)
    const step = pairOf(config, 'strides', poolSize(config))
    return [shape[0] ?? null, ...slide(config, shape, poolSize(config), step), shape[3] ?? null]
  },
  parameterCount: () => 0,
}

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
  MaxPooling2D: pooling,
  AveragePooling2D: pooling,
  GlobalAveragePooling2D: {
    family: 'pooling',
    parameters: [{ name: 'keepdims', kind: 'boolean' }],
    outputShape: (config, inputs) => {
      const [batch = null, , , channels = null] = inputOfRank(inputs, 4)
      return config.keepdims === true ? [batch, 1, 1, channels] : [batch, channels]
    },
    parameterCount: () => 0,
  },
}
