import { type Config, inputOfRank, type LayerKind, onAxis, pairOf } from './layer-kind.ts'
import { padding, sizes, slide } from './window.ts'

const poolSize = (config: Config) => pairOf(config, 'pool_size', [2, 2])

const pooling2d: LayerKind = {
  family: 'pooling',
  parameters: [
    { name: 'pool_size', kind: 'pair', min: 1 },
    { name: 'strides', kind: 'pair', min: 1 },
    padding,
  ],
  outputShape: (config, inputs) => {
    const shape = inputOfRank(inputs, 4)
    const step = pairOf(config, 'strides', poolSize(config))
    return [shape[0] ?? null, ...slide(config, shape, poolSize(config), step), shape[3] ?? null]
  },
  parameterCount: () => 0,
}

const pooling1d: LayerKind = {
  family: 'pooling',
  parameters: [sizes('pool_size'), sizes('strides'), padding],
  outputShape: (config, inputs) => {
    const shape = inputOfRank(inputs, 3)
    const size = onAxis(config, 'pool_size', 2)
    const steps = slide(config, shape, [size], [onAxis(config, 'strides', size)])
    return [shape[0] ?? null, ...steps, shape[2] ?? null]
  },
  parameterCount: () => 0,
}

/** One value a channel for all places; `axes` of them are left out. */
const globally = (axes: number): LayerKind => ({
  family: 'pooling',
  parameters: [{ name: 'keepdims', kind: 'boolean' }],
  outputShape: (config, inputs) => {
    const shape = inputOfRank(inputs, axes + 2)
    const kept = config.keepdims === true ? Array.from({ length: axes }, () => 1) : []
    return [shape[0] ?? null, ...kept, shape.at(-1) ?? null]
  },
  parameterCount: () => 0,
})

export const poolingLayers: Record<string, LayerKind> = {
  MaxPooling2D: pooling2d,
  AveragePooling2D: pooling2d,
  GlobalAveragePooling2D: globally(2),
  GlobalMaxPooling2D: globally(2),
  MaxPooling1D: pooling1d,
  AveragePooling1D: pooling1d,
  GlobalAveragePooling1D: globally(1),
  GlobalMaxPooling1D: globally(1),
}
