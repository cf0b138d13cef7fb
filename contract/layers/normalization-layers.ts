import { checkGroups } from './groups.ts'
import {
  type Config,
  channelsOf,
  inputOfRank,
  type LayerKind,
  numberOf,
  type Shape,
  ShapeFault,
  shapeText,
  unchanged,
} from './layer-kind.ts'

const epsilon = { name: 'epsilon', kind: 'number', min: 0 } as const
const gammaAndBeta = [
  epsilon,
  { name: 'center', kind: 'boolean' },
  { name: 'scale', kind: 'boolean' },
] as const

/** The sizes of the axes that `axis` names, all of which must be known. */
function axisSizes(config: Config, shape: Shape): number[] {
  const given = Array.isArray(config.axis) ? config.axis.map(Number) : [numberOf(config, 'axis', -1)]
  return given.map((axis) => {
    const at = axis < 0 ? axis + shape.length : axis
    if (at < 1 || at >= shape.length)
      throw new ShapeFault('model.axis-missing', { axis, shape: shapeText(shape) })
    const size = shape[at]
    if (typeof size !== 'number') throw new ShapeFault('model.size-unknown', { shape: shapeText(shape) })
    return size
  })
}

const along = (config: Config, [shape = []]: Shape[]) =>
  axisSizes(config, shape).reduce((all, size) => all * size, 1)

const known = (config: Config, inputs: Shape[]) => {
  const shape = inputOfRank(inputs, 2, 6)
  axisSizes(config, shape)
  return shape
}

/** Scale and offset, where they are wanted, for each place along the axes. */
const learned = (config: Config, inputs: Shape[]) =>
  along(config, inputs) * ((config.center === false ? 0 : 1) + (config.scale === false ? 0 : 1))

export const normalizationLayers: Record<string, LayerKind> = {
  BatchNormalization: {
    family: 'normalization',
    parameters: [{ name: 'momentum', kind: 'number', min: 0, max: 1 }, ...gammaAndBeta],
    outputShape: known,
    // Moving mean and variance are kept too, though not trained.
    parameterCount: (config, inputs) => learned(config, inputs) + 2 * along(config, inputs),
  },
  LayerNormalization: {
    family: 'normalization',
    parameters: gammaAndBeta,
    outputShape: known,
    parameterCount: learned,
  },
  GroupNormalization: {
    family: 'normalization',
    parameters: [{ name: 'groups', kind: 'number', min: -1, integer: true }, ...gammaAndBeta],
    outputShape: (config, inputs) => {
      const shape = known(config, inputs)
      const groups = numberOf(config, 'groups', 32)
      // -1 is as many groups as there are channels.
      if (groups !== -1) checkGroups(groups, axisSizes(config, shape))
      return shape
    },
    parameterCount: learned,
  },
  RMSNormalization: {
    family: 'normalization',
    parameters: [epsilon],
    outputShape: known,
    parameterCount: along,
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
    outputShape: (_, inputs) => {
      const shape = inputOfRank(inputs, 2, 6)
      channelsOf(shape)
      return shape
    },
    // Mean and variance of each channel, and how many rows they were taken from.
    parameterCount: (config, [shape = []]) =>
      config.mean === null || config.mean === undefined ? 2 * channelsOf(shape) + 1 : 0,
  },
}
