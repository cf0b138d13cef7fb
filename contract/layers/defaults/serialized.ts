/** Pieces that the defaults of many layers are made of, as `model.to_json()` of Keras 3 writes them. */

export type Settings = Record<string, unknown>

/** An object as Keras's `serialize_keras_object` writes it. */
export const serialized = (module: string, class_name: string, config: Settings) => ({
  module,
  class_name,
  config,
  registered_name: null,
})

/** A `keras.initializers` object, serialized. */
export const initializer = (name: string, config: Settings = {}) =>
  serialized('keras.initializers', name, config)
export const glorotUniform = () => initializer('GlorotUniform', { seed: null })
export const zeros = () => initializer('Zeros')
export const ones = () => initializer('Ones')
export const orthogonal = () => initializer('Orthogonal', { seed: null, gain: 1 })

/** The defaults that layers with a kernel and a bias share (keras.layers.Dense, Conv*). */
export const kernelAndBias = () => ({
  activation: 'linear',
  use_bias: true,
  kernel_initializer: glorotUniform(),
  bias_initializer: zeros(),
  kernel_regularizer: null,
  bias_regularizer: null,
  activity_regularizer: null,
  kernel_constraint: null,
  bias_constraint: null,
})
