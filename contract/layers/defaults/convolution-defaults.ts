import { glorotUniform, kernelAndBias, type Settings, zeros } from './serialized.ts'

const last = { data_format: 'channels_last' }

/** Kernel size, strides and dilation along one axis or two. */
const window = (axes: 1 | 2) => ({
  kernel_size: axes === 1 ? [3] : [3, 3],
  strides: axes === 1 ? [1] : [1, 1],
  padding: 'valid',
  ...last,
  dilation_rate: axes === 1 ? [1] : [1, 1],
})

const depthwise = () => ({
  activation: 'linear',
  use_bias: true,
  depthwise_initializer: glorotUniform(),
  bias_initializer: zeros(),
  depthwise_regularizer: null,
  bias_regularizer: null,
  activity_regularizer: null,
  depthwise_constraint: null,
  bias_constraint: null,
})

const separable = (axes: 1 | 2) => () => ({
  depth_multiplier: 1,
  filters: 32,
  ...window(axes),
  ...depthwise(),
  pointwise_initializer: glorotUniform(),
  pointwise_regularizer: null,
  pointwise_constraint: null,
})

const pooling1d = () => ({ pool_size: [2], padding: 'valid', strides: [2], ...last })
const globalPooling = () => ({ ...last, keepdims: false })

/** Keras's defaults of convolution and pooling layers. */
export const convolutionDefaults: Record<string, () => Settings> = {
  Conv1D: () => ({ filters: 32, ...window(1), groups: 1, ...kernelAndBias() }),
  SeparableConv1D: separable(1),
  SeparableConv2D: separable(2),
  DepthwiseConv2D: () => ({ depth_multiplier: 1, ...window(2), ...depthwise() }),
  Conv2DTranspose: () => ({ filters: 32, ...window(2), output_padding: null, ...kernelAndBias() }),
  MaxPooling1D: pooling1d,
  AveragePooling1D: pooling1d,
  GlobalMaxPooling1D: globalPooling,
  GlobalMaxPooling2D: globalPooling,
  GlobalAveragePooling1D: globalPooling,
}
