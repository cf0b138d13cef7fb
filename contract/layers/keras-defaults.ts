import { activationDefaults } from './defaults/activation-defaults.ts'
import { attentionDefaults } from './defaults/attention-defaults.ts'
import { convolutionDefaults } from './defaults/convolution-defaults.ts'
import { noiseDefaults } from './defaults/noise-defaults.ts'
import { normalizationDefaults } from './defaults/normalization-defaults.ts'
import {
  glorotUniform,
  initializer,
  kernelAndBias,
  ones,
  orthogonal,
  type Settings,
  serialized,
  zeros,
} from './defaults/serialized.ts'
import { shapeDefaults } from './defaults/shape-defaults.ts'

/** The settings of Keras 3 layers as `model.to_json()` writes them, filled with Keras's defaults. */

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
  ...convolutionDefaults,
  ...normalizationDefaults,
  ...activationDefaults,
  ...attentionDefaults,
  ...noiseDefaults,
  ...shapeDefaults,
  InputLayer: () => ({ batch_shape: [null, 28, 28, 1], sparse: false, ragged: false }),
  Dense: () => ({ units: 64, ...kernelAndBias() }),
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
  ConvLSTM2D: () => {
    const { units: _, ...settings } = recurrent()
    return {
      filters: 32,
      kernel_size: [3, 3],
      strides: [1, 1],
      padding: 'valid',
      data_format: 'channels_last',
      dilation_rate: [1, 1],
      ...settings,
      recurrent_activation: 'sigmoid',
      unit_forget_bias: true,
    }
  },
  Bidirectional: () => ({
    merge_mode: 'concat',
    layer: serialized('keras.layers', 'LSTM', layerConfig('LSTM', 'forward_lstm')),
    backward_layer: serialized(
      'keras.layers',
      'LSTM',
      layerConfig('LSTM', 'backward_lstm', { go_backwards: true }),
    ),
  }),
  TimeDistributed: () => ({ layer: serialized('keras.layers', 'Dense', layerConfig('Dense', 'dense')) }),
  OnesLike: () => ({}),
  Cumsum: () => ({ axis: -1 }),
}

/** The layers Lathe knows, by their Keras class names. */
export const layerKinds = Object.keys(defaults)

/** Ops of Keras that stand among a model's layers; Keras writes the module of their own down with them. */
const ops = new Set(['OnesLike', 'Cumsum'])

/** The Python module that a layer's class is found in. */
export const moduleOf = (kind: string) => (ops.has(kind) ? 'keras.src.ops.numpy' : 'keras.layers')

/** Layers whose constructors in Keras take no `trainable`, and which Keras will not open with it; their type is a bare name. */
const withoutTrainable = new Set(['InputLayer', 'SpatialDropout1D', 'SpatialDropout2D', 'SpatialDropout3D'])

/** A layer's whole config: Keras's defaults under the settings that are given. */
export function layerConfig(
  kind: string,
  name: string,
  settings: Settings = {},
): Settings & { name: string } {
  if (ops.has(kind)) return { name, dtype: null, ...defaults[kind]?.(), ...settings }
  const base = withoutTrainable.has(kind)
    ? { dtype: 'float32' }
    : { trainable: true, dtype: serialized('keras', 'DTypePolicy', { name: 'float32' }) }
  return { name, ...base, ...defaults[kind]?.(), ...settings }
}
