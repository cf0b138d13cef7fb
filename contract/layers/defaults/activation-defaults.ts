import { type Settings, zeros } from './serialized.ts'

/** Keras's defaults of activations that are layers of their own. */
export const activationDefaults: Record<string, () => Settings> = {
  ReLU: () => ({ max_value: null, negative_slope: 0, threshold: 0 }),
  LeakyReLU: () => ({ negative_slope: 0.3 }),
  PReLU: () => ({
    alpha_initializer: zeros(),
    alpha_regularizer: null,
    alpha_constraint: null,
    shared_axes: null,
  }),
  ELU: () => ({ alpha: 1 }),
  Softmax: () => ({ axis: -1 }),
}
