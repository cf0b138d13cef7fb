import type { Config, LayerKind, Shape } from './layer-kind.ts'

const foremost = (config: Config) => config.data_format === 'channels_first'

/** Sizes with the channels, which stand after the batch, brought to the end. */
export const channelsLast = <Item>(sizes: Item[]): Item[] =>
  sizes.length > 2 ? [sizes[0] as Item, ...sizes.slice(2), sizes[1] as Item] : sizes

/** Sizes with the channels, which stand at the end, brought after the batch. */
export const channelsFirst = <Item>(sizes: Item[]): Item[] =>
  sizes.length > 2 ? [sizes[0] as Item, sizes.at(-1) as Item, ...sizes.slice(1, -1)] : sizes

/** A layer that takes its channels where `data_format` says; it needs to know of channels at the end alone. */
const anyFormat = (kind: LayerKind): LayerKind => ({
  ...kind,
  outputShape: (config, inputs) =>
    foremost(config)
      ? channelsFirst<Shape[number]>(kind.outputShape(config, inputs.map(channelsLast)))
      : kind.outputShape(config, inputs),
  parameterCount: (config, inputs) =>
    kind.parameterCount(config, foremost(config) ? inputs.map(channelsLast) : inputs),
})

/** Layers that are given their channels last, so that they also understand `data_format='channels_first'`. */
export const inAnyFormat = (kinds: Record<string, LayerKind>): Record<string, LayerKind> =>
  Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, anyFormat(kind)]))
