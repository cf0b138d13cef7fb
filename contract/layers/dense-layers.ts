import {
  activation,
  channelsOf,
  inputOfRank,
  type LayerKind,
  numberOf,
  unchanged,
  units,
  useBias,
} from './layer-kind.ts'

export const denseLayers: Record<string, LayerKind> = {
  InputLayer: {
    family: 'input',
    parameters: [{ name: 'batch_shape', kind: 'text' }],
    outputShape: (config) => {
      const shape = config.batch_shape ?? config.batch_input_shape
      return Array.isArray(shape) ? shape : [null]
    },
    parameterCount: () => 0,
  },
  Dense: {
    family: 'dense',
    parameters: [units, activation, useBias],
    outputShape: (config, inputs) => {
      const shape = inputOfRank(inputs, 2, 6)
      channelsOf(shape)
      return [...shape.slice(0, -1), numberOf(config, 'units')]
    },
    parameterCount: (config, [shape = []]) =>
      (channelsOf(shape) + (config.use_bias === false ? 0 : 1)) * numberOf(config, 'units'),
  },
  Activation: { family: 'dense', parameters: [activation], ...unchanged },
  Dropout: {
    family: 'normalization',
    parameters: [{ name: 'rate', kind: 'number', min: 0, max: 0.99 }],
    ...unchanged,
  },
  BatchNormalization: {
    family: 'normalization',
    parameters: [
      { name: 'momentum', kind: 'number', min: 0, max: 1 },
      { name: 'epsilon', kind: 'number', min: 0 },
      { name: 'center', kind: 'boolean' },
      { name: 'scale', kind: 'boolean' },
    ],
    outputShape: (_, inputs) => {
      const shape = inputOfRank(inputs, 2, 6)
      channelsOf(shape)
      return shape
    },
    // Moving mean and variance are kept too, though not trained.
    parameterCount: (config, [shape = []]) =>
      channelsOf(shape) * (2 + (config.center === false ? 0 : 1) + (config.scale === false ? 0 : 1)),
  },
}
