import { z } from 'zod'

/** `momentum` is Keras's SGD with momentum 0.9: a name of its own because people look for it. */
export const OptimizerName = z.enum([
  'sgd',
  'momentum',
  'adam',
  'adamw',
  'rmsprop',
  'adagrad',
  'adadelta',
  'adamax',
  'nadam',
  'ftrl',
  'lion',
])
export type OptimizerName = z.infer<typeof OptimizerName>

/** The arguments of `keras.optimizers`, by Keras's names. null turns a clip or the weight decay off. */
export type OptimizerSettings = Record<string, number | boolean | null>

/** Keras's default learning rates. */
export const defaultLearningRate: Record<OptimizerName, number> = {
  sgd: 0.01,
  momentum: 0.01,
  adam: 0.001,
  adamw: 0.001,
  rmsprop: 0.001,
  adagrad: 0.001,
  adadelta: 0.001,
  adamax: 0.001,
  nadam: 0.001,
  ftrl: 0.001,
  lion: 0.001,
}

/** What every optimizer of Keras takes. Weight decay is the decoupled one: the variable shrinks by rate x decay a step. */
const shared: OptimizerSettings = {
  weight_decay: null,
  clipnorm: null,
  clipvalue: null,
  global_clipnorm: null,
  use_ema: false,
  ema_momentum: 0.99,
  ema_overwrite_frequency: null,
}
const betas: OptimizerSettings = { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7 }

/** Keras's defaults of an optimizer's own arguments, the learning rate apart. */
export const optimizerDefaults: Record<OptimizerName, OptimizerSettings> = {
  sgd: { momentum: 0, nesterov: false, ...shared },
  momentum: { momentum: 0.9, nesterov: false, ...shared },
  adam: { ...betas, amsgrad: false, ...shared },
  adamw: { ...betas, amsgrad: false, ...shared, weight_decay: 0.004 },
  rmsprop: { rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false, ...shared },
  adagrad: { initial_accumulator_value: 0.1, epsilon: 1e-7, ...shared },
  adadelta: { rho: 0.95, epsilon: 1e-7, ...shared },
  adamax: { ...betas, ...shared },
  nadam: { ...betas, ...shared },
  ftrl: {
    learning_rate_power: -0.5,
    initial_accumulator_value: 0.1,
    l1_regularization_strength: 0,
    l2_regularization_strength: 0,
    l2_shrinkage_regularization_strength: 0,
    beta: 0,
    ...shared,
  },
  lion: { beta_1: 0.9, beta_2: 0.99, ...shared },
}
