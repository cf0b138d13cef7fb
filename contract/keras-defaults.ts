/** The settings of Keras 3 layers as `model.to_json()` writes them, filled with Keras's defaults. */

type Settings = Record<string, unknown>

const serialized = (module: string, class_name: string, config: Settings) => ({
  module,
  class_name,
  config,
  registered_name: null,
})

const initializer = (name: string, config: Settings = {}) => serialized('keras.initializers', name, config)
const glorotUniform = () => initializer('GlorotUniform', { seed: null })
const zeros = () => initializer('Zeros')
const ones = () => initializer('Ones')
const orthogonal = () => initializer('Orthogonal', { seed: null, gain: 1 })

const kernelAndBias = () => ({
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

const pooling = () => ({
  pool_size: [2, 2],
  padding: 'valid',
  strides: [2, 2],
  data_format: 'channels_last',
})

const recurrent = () => ({
  units: 64,
  activation: 'tanh',
  use_bias: true,
  kernel_initializer: glorotUniform(),
  recurrent_initializer: orthogonal(),
  bias_initializer: zeros(),
  kernel_regularizer: null,
  recurrent_regularizer: null,
  bias_regularizer: null,
  activity_regularizer: null,
  kernel_constraint: null,
  recurrent_constraint: null,
  bias_constraint: null,
  dropout: 0,
  recurrent_dropout: 0,
  seed: null,
  return_sequences: false,
  return_state: false,
  go_backwards: false,
  stateful: false,
  unroll: false,
})

const defaults: Record<string, () => Settings> = {
  InputLayer: () => ({ batch_shape: [null, 28, 28, 1], sparse: false, ragged: false }),
  Dense: () => ({ units: 64, ...kernelAndBias() }),
  Conv2D: () => ({
    filters: 32,
    kernel_size: [3, 3],
    strides: [1, 1],
    padding: 'valid',
    data_format: 'channels_last',
    dilation_rate: [1, 1],
    groups: 1,
    ...kernelAndBias(),
  }),
  MaxPooling2D: pooling,
  AveragePooling2D: pooling,
  GlobalAveragePooling2D: () => ({ data_format: 'channels_last', keepdims: false }),
  Flatten: () => ({ data_format: 'channels_last' }),
  Dropout: () => ({ rate: 0.5, seed: null, noise_shape: null }),
  BatchNormalization: () => ({
    axis: -1,
    momentum: 0.99,
    epsilon: 0.001,
    center: true,
    scale: true,
    beta_initializer: zeros(),
    gamma_initializer: ones(),
    moving_mean_initializer: zeros(),
    moving_variance_initializer: ones(),
    beta_regularizer: null,
    gamma_regularizer: null,
    beta_constraint: null,
    gamma_constraint: null,
    synchronized: false,
  }),
  Activation: () => ({ activation: 'relu' }),
  Reshape: () => ({ target_shape: [-1] }),
  Add: () => ({}),
  Concatenate: () => ({ axis: -1 }),
  Embedding: () => ({
    input_dim: 10000,
    output_dim: 64,
    embeddings_initializer: initializer('RandomUniform', { seed: null, minval: -0.05, maxval: 0.05 }),
    embeddings_regularizer: null,
    activity_regularizer: null,
    embeddings_constraint: null,
    mask_zero: false,
  }),
  LSTM: () => ({ ...recurrent(), recurrent_activation: 'sigmoid', unit_forget_bias: true }),
  GRU: () => ({ ...recurrent(), recurrent_activation: 'sigmoid', reset_after: true }),
  SimpleRNN: recurrent,
  Bidirectional: () => ({
    merge_mode: 'concat',
    layer: serialized('keras.layers', 'LSTM', layerConfig('LSTM', 'forward_lstm')),
    backward_layer: serialized(
      'keras.layers',
      'LSTM',
      layerConfig('LSTM', 'backward_lstm', { go_backwards: true }),
    ),
  }),
}

/** The layers Lathe knows, by their Keras class names. */
export const layerKinds = Object.keys(defaults)

/** A layer's whole config: Keras's defaults under the settings that are given. */
export function layerConfig(
  kind: string,
  name: string,
  settings: Settings = {},
): Settings & { name: string } {
  const dtype = kind === 'InputLayer' ? 'float32' : serialized('keras', 'DTypePolicy', { name: 'float32' })
  const trainable = kind === 'InputLayer' ? {} : { trainable: true }
  return { name, ...trainable, dtype, ...defaults[kind]?.(), ...settings }
}
