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
    // Query [batch, steps, features], value and key [batch, their steps, features]; there may be several axes of steps.
    outputShape: (config, inputs) => {
      const [query = []] = inputs
      for (const [index, shape] of inputs.entries()) {
        if (shape.length < 3 || shape.length > 5 || shape.length !== query.length)
          throw new ShapeFault(
            'model.rank',
            { wanted: Math.max(3, query.length), shape: shapeText(shape) },
            index,
          )
        channelsOf(shape)
      }
      return config.output_shape ? [...query.slice(0, -1), ...outSizes(config.output_shape)] : query
    },
    parameterCount: (config, [query = [], value = query, key = value]) => {
      const heads = numberOf(config, 'num_heads')
      const width = numberOf(config, 'key_dim')
      const valueWidth = numberOf(config, 'value_dim', width)
      const bias = config.use_bias === false ? 0 : 1
      const sizes = config.output_shape ? outSizes(config.output_shape) : [channelsOf(query)]
      const out = sizes.reduce((all, size) => all * size, 1)
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

/** `output_shape` of attention: one size, or a list of them. */
export const outSizes = (given: unknown): number[] => (Array.isArray(given) ? given : [given]).map(Number)
