import {
  activation,
  activations,
  type Config,
  channelsOf,
  inputOfRank,
  type LayerKind,
  numberOf,
  type Parameter,
  type Shape,
  units,
  useBias,
} from './layer-kind.ts'

const rate = (name: string): Parameter => ({ name, kind: 'number', min: 0, max: 0.99 })
const settings: Parameter[] = [
  units,
  activation,
  { name: 'return_sequences', kind: 'boolean' },
  rate('dropout'),
  rate('recurrent_dropout'),
  useBias,
]
const gated: Parameter[] = [
  ...settings,
  { name: 'recurrent_activation', kind: 'choice', options: activations },
]

/** A layer that reads (batch, steps, features); `gates` kernels of the same size, and `biases` biases a gate. */
const recurrent = (
  gates: number,
  parameters: Parameter[],
  biases: (config: Config) => number = () => 1,
): LayerKind => ({
  family: 'recurrent',
  parameters,
  outputShape: (config, inputs) => {
    const [batch = null, steps = null, features = null] = inputOfRank(inputs, 3)
    channelsOf([features])
    const size = numberOf(config, 'units')
    return config.return_sequences === true ? [batch, steps, size] : [batch, size]
  },
  parameterCount: (config, [shape = []]) => {
    const size = numberOf(config, 'units')
    const bias = config.use_bias === false ? 0 : biases(config)
    return gates * size * (channelsOf(shape) + size + bias)
  },
})

const cells: Record<string, LayerKind> = {
  LSTM: recurrent(4, gated),
  // reset_after keeps one bias for the input and one for the state.
  GRU: recurrent(3, gated, (config) => (config.reset_after === false ? 1 : 2)),
  SimpleRNN: recurrent(1, settings),
}

const wrapped = (
  config: Config,
  part: 'layer' | 'backward_layer' = 'layer',
): { kind: LayerKind | undefined; config: Config } => {
  const layer = (config[part] ?? config.layer) as { class_name?: string; config?: Config } | undefined
  return { kind: cells[layer?.class_name ?? ''], config: layer?.config ?? {} }
}

const sideBySide = (a: Shape, b: Shape): Shape => [...a.slice(0, -1), (a.at(-1) ?? 0) + (b.at(-1) ?? 0)]

export const recurrentLayers: Record<string, LayerKind> = {
  Embedding: {
    family: 'recurrent',
    parameters: [
      { name: 'input_dim', kind: 'number', min: 1, integer: true },
      { name: 'output_dim', kind: 'number', min: 1, integer: true },
      { name: 'mask_zero', kind: 'boolean' },
    ],
    outputShape: (config, inputs) => [...inputOfRank(inputs, 2, 5), numberOf(config, 'output_dim')],
    parameterCount: (config) => numberOf(config, 'input_dim') * numberOf(config, 'output_dim'),
  },
  ...cells,
  Bidirectional: {
    family: 'recurrent',
    parameters: [{ name: 'merge_mode', kind: 'choice', options: ['concat', 'sum', 'mul', 'ave'] }],
    outputShape: (config, inputs) => {
      const [ahead, back] = [wrapped(config), wrapped(config, 'backward_layer')].map(
        (inner) => inner.kind?.outputShape(inner.config, inputs) ?? inputOfRank(inputs, 3),
      ) as [Shape, Shape]
      return (config.merge_mode ?? 'concat') === 'concat' ? sideBySide(ahead, back) : ahead
    },
    parameterCount: (config, inputs) => {
      const both = [wrapped(config), wrapped(config, 'backward_layer')]
      return both.reduce((sum, inner) => sum + (inner.kind?.parameterCount(inner.config, inputs) ?? 0), 0)
    },
  },
}
