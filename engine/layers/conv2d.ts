import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { addBias } from '../runtime/differentiable-ops.ts'
import { activation } from './activations.ts'
import {
  addWeight,
  type BuildContext,
  firstOf,
  type LayerVariable,
  layerSettings,
  settled,
} from './settings.ts'

type Pair = [number, number]

/**
 * `keras.layers.Conv2D` on channels-last pictures [batch, rows, columns, channels]. Gives undefined for what only tfjs's
 * own layer does (channels first, groups).
 */
export function conv2d(
  context: BuildContext,
  name: string,
  given: Record<string, unknown>,
): layers.Layer | undefined {
  const { tf } = context
  const config = settled('Conv2D', name, given)
  if (config.data_format === 'channels_first' || config.groups !== 1) return undefined
  const settings = layerSettings(context, name, config)
  const activate = activation(tf, name, config.activation)
  const filters = config.filters as number
  const [size, strides, dilations] = [config.kernel_size, config.strides, config.dilation_rate].map(pair) as [
    Pair,
    Pair,
    Pair,
  ]
  const padding = config.padding as 'valid' | 'same'
  class Conv2D extends tf.layers.Layer {
    static className = 'LatheConv2D'
    kernel!: LayerVariable
    bias: LayerVariable | undefined
    override build(shape: number[]) {
      this.kernel = addWeight(this, settings, 'kernel', [...size, shape[3] as number, filters], 'kernel')
      if (config.use_bias) this.bias = addWeight(this, settings, 'bias', [filters], 'bias')
      this.built = true
    }
    override computeOutputShape([batch, rows, columns]: number[]) {
      const along = (length: number | undefined, axis: 0 | 1) => {
        if (length === null || length === undefined) return null as unknown as number
        const reach = padding === 'same' ? 1 : (size[axis] - 1) * dilations[axis] + 1
        return Math.floor((length - reach) / strides[axis]) + 1
      }
      return [batch as number, along(rows, 0), along(columns, 1), filters]
    }
    override call(inputs: Tensor | Tensor[]): Tensor {
      return tf.tidy(() => {
        const found = tf.conv2d(
          firstOf(inputs) as never,
          this.kernel.read() as never,
          strides,
          padding,
          'NHWC',
          dilations,
        )
        return activate(this.bias ? addBias(tf, found, this.bias.read()) : found)
      })
    }
  }
  return new Conv2D({ name })
}

const pair = (value: unknown): Pair =>
  Array.isArray(value) ? (value as Pair) : [Number(value), Number(value)]
