import { channelsOf, type LayerKind, numberOf, ShapeFault, shapeText, useBias } from './layer-kind.ts'

export const attentionLayers: Record<string, LayerKind> = {
  MultiHeadAttention: {
    family: 'recurrent',
    parameters: [
      { name: 'num_heads', kind: 'number', min: 1, integer: true },
      { name: 'key_dim', kind: 'number', min: 1, integer: true },
      { name: 'value_dim', kind: 'number', min: 1, integer: true },
      { name: 'dropout', kind: 'number', min: 0, max: 0.99 },
      useBias,
    ],
    merges: true,
    separate: true,
    // Query [batch, steps, features], value and key [batch, their steps, features].
    outputShape: (config, inputs) => {
      for (const [index, shape] of inputs.entries()) {
        if (shape.length !== 3)
          throw new ShapeFault('model.rank', { wanted: 3, shape: shapeText(shape) }, index)
        channelsOf(shape)
      }
      const [query = []] = inputs
      const out = Array.isArray(config.output_shape) ? config.output_shape.map(Number) : null
      return out ? [...query.slice(0, -1), ...out] : query
    },
    parameterCount: (config, [query = [], value = query, key = value]) => {
      const heads = numberOf(config, 'num_heads')
      const width = numberOf(config, 'key_dim')
      const valueWidth = numberOf(config, 'value_dim', width)
      const bias = config.use_bias === false ? 0 : 1
      const out = Array.isArray(config.output_shape) ? Number(config.output_shape[0]) : channelsOf(query)
      const into = (features: number, size: number) => (features + bias) * heads * size
      return (
        into(channelsOf(query), width) +
        into(channelsOf(key), width) +
        into(channelsOf(value), valueWidth) +
        (heads * valueWidth + bias) * out
      )
    },
  },
}
