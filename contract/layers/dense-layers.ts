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
  Identity: { family: 'shape', parameters: [], ...unchanged },
  Activation: { family: 'dense', parameters: [activation], ...unchanged },
  Dropout: {
    family: 'normalization',
    parameters: [{ name: 'rate', kind: 'number', min: 0, max: 0.99 }],
    ...unchanged,
  },
}
