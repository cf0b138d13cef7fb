import type { Settings } from './serialized.ts'

const rate = () => ({ rate: 0.5, seed: null })

/** Keras's defaults of the layers that disturb or punish while training. */
export const noiseDefaults: Record<string, () => Settings> = {
  SpatialDropout1D: rate,
  SpatialDropout2D: () => ({ ...rate(), data_format: 'channels_last' }),
  SpatialDropout3D: () => ({ ...rate(), data_format: 'channels_last' }),
  GaussianNoise: () => ({ stddev: 0.1, seed: null }),
  GaussianDropout: rate,
  AlphaDropout: () => ({ ...rate(), noise_shape: null }),
  ActivityRegularization: () => ({ l1: 0, l2: 0 }),
}
