import { inputOfRank, type LayerKind, type Parameter, unchanged } from './layer-kind.ts'

const rate: Parameter = { name: 'rate', kind: 'number', min: 0, max: 0.99 }

/** Whole channels are dropped, so there must be some. */
const spatial = (rank: number): LayerKind => ({
  family: 'normalization',
  parameters: [rate],
  outputShape: (_, inputs) => inputOfRank(inputs, rank),
  parameterCount: () => 0,
})

export const noiseLayers: Record<string, LayerKind> = {
  SpatialDropout1D: spatial(3),
  SpatialDropout2D: spatial(4),
  SpatialDropout3D: spatial(5),
  GaussianNoise: {
    family: 'normalization',
    parameters: [{ name: 'stddev', kind: 'number', min: 0 }],
    ...unchanged,
  },
  GaussianDropout: { family: 'normalization', parameters: [rate], ...unchanged },
  AlphaDropout: { family: 'normalization', parameters: [rate], ...unchanged },
  ActivityRegularization: {
    family: 'normalization',
    parameters: [
      { name: 'l1', kind: 'number', min: 0 },
      { name: 'l2', kind: 'number', min: 0 },
    ],
    ...unchanged,
  },
}
