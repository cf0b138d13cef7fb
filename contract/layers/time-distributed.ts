import { convolutionLayers } from './convolution-layers.ts'
import { convolutionVariants } from './convolution-variants.ts'
import { inAnyFormat } from './data-format.ts'
import { denseLayers } from './dense-layers.ts'
import { type Config, inputOfRank, type LayerKind, type Shape } from './layer-kind.ts'
import { normalizationLayers } from './normalization-layers.ts'
import { poolingLayers } from './pooling-layers.ts'
import { shapeLayers } from './shape-layers.ts'

/** What can be done to each step by itself. */
const kinds: Record<string, LayerKind> = inAnyFormat({
  ...denseLayers,
  ...convolutionLayers,
  ...convolutionVariants,
  ...poolingLayers,
  ...normalizationLayers,
  ...shapeLayers,
})

function inner(config: Config) {
  const layer = config.layer as { class_name?: string; config?: Config } | undefined
  return { kind: kinds[layer?.class_name ?? ''], config: layer?.config ?? {} }
}

/** One step: [batch, ...] of [batch, steps, ...]. */
const stepOf = (shape: Shape): Shape => [shape[0] ?? null, ...shape.slice(2)]

export const timeDistributedLayers: Record<string, LayerKind> = {
  TimeDistributed: {
    family: 'recurrent',
    parameters: [],
    outputShape: (config, inputs) => {
      const shape = inputOfRank(inputs, 3, 6)
      const { kind, config: settings } = inner(config)
      const [batch = null, ...rest] = kind?.outputShape(settings, [stepOf(shape)]) ?? stepOf(shape)
      return [batch, shape[1] ?? null, ...rest]
    },
    parameterCount: (config, [shape = []]) => {
      const { kind, config: settings } = inner(config)
      return kind?.parameterCount(settings, [stepOf(shape)]) ?? 0
    },
  },
}
