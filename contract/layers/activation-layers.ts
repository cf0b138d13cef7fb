import { inputOfRank, type LayerKind, type Parameter, unchanged } from './layer-kind.ts'

const slope: Parameter = { name: 'negative_slope', kind: 'number', min: 0 }

/** Axes that share one slope, counted from 1 as Keras does. */
const sharedAxes = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : [])

export const activationLayers: Record<string, LayerKind> = {
  ReLU: {
    family: 'dense',
    parameters: [
      { name: 'max_value', kind: 'number', min: 0 },
      slope,
      { name: 'threshold', kind: 'number', min: 0 },
    ],
    ...unchanged,
  },
  LeakyReLU: { family: 'dense', parameters: [slope], ...unchanged },
  PReLU: {
    family: 'dense',
    parameters: [{ name: 'shared_axes', kind: 'text' }],
    outputShape: (_, inputs) => inputOfRank(inputs, 2, 6),
    parameterCount: (config, [shape = []]) =>
      shape
        .slice(1)
        .reduce<number>(
          (all, size, axis) => (sharedAxes(config.shared_axes).includes(axis + 1) ? all : all * (size ?? 0)),
          1,
        ),
  },
  ELU: { family: 'dense', parameters: [{ name: 'alpha', kind: 'number', min: 0 }], ...unchanged },
  Softmax: {
    family: 'dense',
    parameters: [{ name: 'axis', kind: 'number', min: -5, max: 5, integer: true }],
    ...unchanged,
  },
}
