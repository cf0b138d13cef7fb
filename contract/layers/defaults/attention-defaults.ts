import { glorotUniform, type Settings, zeros } from './serialized.ts'

/** Keras's defaults of attention. */
export const attentionDefaults: Record<string, () => Settings> = {
  MultiHeadAttention: () => ({
    num_heads: 2,
    key_dim: 64,
    value_dim: 64,
    dropout: 0,
    use_bias: true,
    output_shape: null,
    attention_axes: null,
    kernel_initializer: glorotUniform(),
    bias_initializer: zeros(),
    kernel_regularizer: null,
    bias_regularizer: null,
    activity_regularizer: null,
    kernel_constraint: null,
    bias_constraint: null,
    seed: null,
  }),
}
