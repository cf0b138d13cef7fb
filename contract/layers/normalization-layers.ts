import { type Config, channelsOf, inputOfRank, type LayerKind, type Shape, unchanged } from './layer-kind.ts'

const gammaAndBeta = [
  { name: 'epsilon', kind: 'number', min: 0 },
  { name: 'center', kind: 'boolean' },
  { name: 'scale', kind: 'boolean' },
] as const

const known = (_: Config, inputs: Shape[]) => {
  const shape = inputOfRank(inputs, 2, 6)
  channelsOf(shape)
  return shape
}

const perChannel = (config: Config, [shape = []]: Shape[]) =>
  channelsOf(shape) * ((config.center === false ? 0 : 1) + (config.scale === false ? 0 : 1))

export const normalizationLayers: Record<string, LayerKind> = {
  LayerNormalization: {
    family: 'normalization',
    parameters: gammaAndBeta,
    outputShape: known,
    parameterCount: perChannel,
  },
  GroupNormalization: {
    family: 'normalization',
    parameters: [{ name: 'groups', kind: 'number', min: -1, integer: true }, ...gammaAndBeta],
    outputShape: known,
    parameterCount: perChannel,
  },
  UnitNormalization: { family: 'normalization', parameters: [], ...unchanged },
  Rescaling: {
    family: 'normalization',
    parameters: [
      { name: 'scale', kind: 'number', min: -1e9 },
      { name: 'offset', kind: 'number', min: -1e9 },
    ],
    ...unchanged,
  },
  Normalization: {
    family: 'normalization',
    parameters: [],
    outputShape: known,
    // Mean and variance of each channel, and how many rows they were taken from.
    parameterCount: (config, [shape = []]) => (config.mean === null ? 2 * channelsOf(shape) + 1 : 0),
  },
}
