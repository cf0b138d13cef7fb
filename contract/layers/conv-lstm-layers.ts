import { area, settingsOf, window } from './convolution-layers.ts'
import {
  activation,
  activations,
  channelsOf,
  inputOfRank,
  type LayerKind,
  numberOf,
  type Shape,
  useBias,
} from './layer-kind.ts'
import { reach, slide } from './window.ts'

export const convLstmLayers: Record<string, LayerKind> = {
  ConvLSTM2D: {
    family: 'recurrent',
    parameters: [
      { name: 'filters', kind: 'number', min: 1, integer: true },
      ...window(2),
      activation,
      { name: 'recurrent_activation', kind: 'choice', options: activations },
      { name: 'return_sequences', kind: 'boolean' },
      { name: 'dropout', kind: 'number', min: 0, max: 0.99 },
      { name: 'recurrent_dropout', kind: 'number', min: 0, max: 0.99 },
      useBias,
    ],
    // Pictures in a row: [batch, steps, rows, columns, channels].
    outputShape: (config, inputs) => {
      const shape = inputOfRank(inputs, 5)
      channelsOf(shape)
      const [batch = null, steps = null, ...picture] = shape
      const { kernel, step, spread } = settingsOf(config, 2)
      const wide = kernel.map((size, axis) => reach(size, spread[axis] as number))
      const seen: Shape = [...slide(config, [batch, ...picture], wide, step), numberOf(config, 'filters')]
      return config.return_sequences === true ? [batch, steps, ...seen] : [batch, ...seen]
    },
    parameterCount: (config, [shape = []]) => {
      const filters = numberOf(config, 'filters')
      const bias = config.use_bias === false ? 0 : 1
      return 4 * filters * (area(config, 2) * (channelsOf(shape) + filters) + bias)
    },
  },
}
