import type { Axes } from '../layer-kind.ts'
import { glorotUniform, kernelAndBias, type Settings, zeros } from './serialized.ts'

const last = { data_format: 'channels_last' }

const each = (axes: Axes, value: number) => Array.from({ length: axes }, () => value)

/** Kernel size, strides and dilation along each axis. */
const window = (axes: Axes) => ({
  kernel_size: each(axes, 3),
  strides: each(axes, 1),
  padding: 'valid',
  ...last,
  dilation_rate: each(axes, 1),
})

const convolution = (axes: Axes) => () => ({ filters: 32, ...window(axes), groups: 1, ...kernelAndBias() })

const ofDepth = () => ({
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

const depthwise = (axes: 1 | 2) => () => ({ depth_multiplier: 1, ...window(axes), ...ofDepth() })

const transposed = (axes: 1 | 2) => () => ({
  filters: 32,
  ...window(axes),
  output_padding: null,
  ...kernelAndBias(),
})

const separable = (axes: 1 | 2) => () => ({
  depth_multiplier: 1,
  filters: 32,
  ...window(axes),
  ...ofDepth(),
  pointwise_initializer: glorotUniform(),
  pointwise_regularizer: null,
  pointwise_constraint: null,
})

const pooling = (axes: Axes) => () => ({
  pool_size: each(axes, 2),
  padding: 'valid',
  strides: each(axes, 2),
  ...last,
})
const globalPooling = () => ({ ...last, keepdims: false })

/** Keras's defaults of convolution and pooling layers. */
export const convolutionDefaults: Record<string, () => Settings> = {
  Conv1D: convolution(1),
  Conv2D: convolution(2),
  Conv3D: convolution(3),
  SeparableConv1D: separable(1),
  SeparableConv2D: separable(2),
  DepthwiseConv1D: depthwise(1),
  DepthwiseConv2D: depthwise(2),
  Conv1DTranspose: transposed(1),
  Conv2DTranspose: transposed(2),
  MaxPooling1D: pooling(1),
  MaxPooling2D: pooling(2),
  MaxPooling3D: pooling(3),
  AveragePooling1D: pooling(1),
  AveragePooling2D: pooling(2),
  AveragePooling3D: pooling(3),
  GlobalMaxPooling1D: globalPooling,
  GlobalMaxPooling2D: globalPooling,
  GlobalMaxPooling3D: globalPooling,
  GlobalAveragePooling1D: globalPooling,
  GlobalAveragePooling2D: globalPooling,
  GlobalAveragePooling3D: globalPooling,
}
