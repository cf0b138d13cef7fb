import { ones, type Settings, zeros } from './serialized.ts'

const gammaAndBeta = () => ({
  epsilon: 0.001,
  center: true,
  scale: true,
  beta_initializer: zeros(),
  gamma_initializer: ones(),
  beta_regularizer: null,
  gamma_regularizer: null,
  beta_constraint: null,
  gamma_constraint: null,
})

/** Keras's defaults of the layers that bring values to a common scale. */
export const normalizationDefaults: Record<string, () => Settings> = {
  LayerNormalization: () => ({ axis: -1, rms_scaling: false, ...gammaAndBeta() }),
  GroupNormalization: () => ({ groups: 32, axis: -1, ...gammaAndBeta() }),
  RMSNormalization: () => ({ axis: -1, epsilon: 1e-6 }),
  UnitNormalization: () => ({ axis: -1 }),
  Rescaling: () => ({ scale: 1 / 255, offset: 0 }),
  Normalization: () => ({ axis: [-1], invert: false, mean: null, variance: null }),
}
