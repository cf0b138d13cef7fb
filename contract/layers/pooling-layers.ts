import { type Axes, inputOfRank, type LayerKind, perAxis } from './layer-kind.ts'
import { padding, sizes, slide } from './window.ts'

/** The largest or the mean of each window; windows stand side by side unless strides are given. */
const pooling = (axes: Axes): LayerKind => ({
  family: 'pooling',
  parameters: [sizes('pool_size', axes), sizes('strides', axes), padding],
  outputShape: (config, inputs) => {
    const shape = inputOfRank(inputs, axes + 2)
    const size = perAxis(config, 'pool_size', axes, 2)
    const step = Array.isArray(config.strides) || typeof config.strides === 'number' ? 'strides' : 'pool_size'
    const found = slide(config, shape, size, perAxis(config, step, axes, 2))
    return [shape[0] ?? null, ...found, shape.at(-1) ?? null]
  },
  parameterCount: () => 0,
})

/** One value a channel for all places; `axes` of them are left out. */
const globally = (axes: Axes): LayerKind => ({
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
  MaxPooling2D: pooling(2),
  AveragePooling2D: pooling(2),
  GlobalAveragePooling2D: globally(2),
  GlobalMaxPooling2D: globally(2),
  MaxPooling1D: pooling(1),
  AveragePooling1D: pooling(1),
  GlobalAveragePooling1D: globally(1),
  GlobalMaxPooling1D: globally(1),
  MaxPooling3D: pooling(3),
  AveragePooling3D: pooling(3),
  GlobalAveragePooling3D: globally(3),
  GlobalMaxPooling3D: globally(3),
}
