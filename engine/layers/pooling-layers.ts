import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { pair } from './convolve.ts'
import { plainLayer } from './plain-layer.ts'
import type { BuildContext, Settings } from './settings.ts'

type Make = (context: BuildContext, name: string, config: Settings) => layers.Layer

const first = (value: unknown): number => Number(Array.isArray(value) ? value[0] : value)

/** `keras.layers.MaxPooling1D`, `AveragePooling2D` and the like; a sequence is a picture of one row. */
const pooling =
  (kind: string, axes: 1 | 2, how: 'max' | 'average'): Make =>
  (context, name, given) =>
    plainLayer(context, kind, name, given, (config) => {
      const { tf } = context
      // Keras steps by the size of the pool where no strides are given.
      const steps = (given.strides ?? given.pool_size ?? config.strides) as unknown
      const size: [number, number] = axes === 1 ? [1, first(config.pool_size)] : pair(config.pool_size)
      const strides: [number, number] = axes === 1 ? [1, first(steps)] : pair(steps)
      const padding = config.padding as 'valid' | 'same'
      return {
        call: ([x]) => {
          const input = x as Tensor
          const picture = axes === 1 ? input.expandDims(1) : input
          const pool = how === 'max' ? tf.maxPool : tf.avgPool
          const found = pool(picture as never, size, strides, padding) as Tensor
          return axes === 1 ? found.squeeze([1]) : found
        },
      }
    })

/** `keras.layers.GlobalAveragePooling1D` and the like. An average over steps leaves out the masked ones, as in Keras. */
const globally =
  (kind: string, axes: 1 | 2, how: 'max' | 'average'): Make =>
  (context, name, given) =>
    plainLayer(context, kind, name, given, (config) => {
      const places = axes === 1 ? [1] : [1, 2]
      const keep = config.keepdims === true
      return {
        // Keras's average takes a mask and lets it end here.
        mask: axes === 1 && how === 'average' ? () => null : undefined,
        call: ([x], { masks: [mask] }) => {
          const input = x as Tensor
          if (how === 'max') return input.max(places, keep)
          if (axes === 2 || !mask) return input.mean(places, keep)
          const counted = mask.toFloat().expandDims(-1)
          // Keras divides 0 by 0 where every step is masked, as for a text without words, and one such row ends a training.
          return input.mul(counted).sum(1, keep).div(counted.sum(1, keep).maximum(1))
        },
      }
    })

export const poolingMakers: Record<string, Make> = {
  MaxPooling1D: pooling('MaxPooling1D', 1, 'max'),
  MaxPooling2D: pooling('MaxPooling2D', 2, 'max'),
  AveragePooling1D: pooling('AveragePooling1D', 1, 'average'),
  AveragePooling2D: pooling('AveragePooling2D', 2, 'average'),
  GlobalMaxPooling1D: globally('GlobalMaxPooling1D', 1, 'max'),
  GlobalMaxPooling2D: globally('GlobalMaxPooling2D', 2, 'max'),
  GlobalAveragePooling1D: globally('GlobalAveragePooling1D', 1, 'average'),
  GlobalAveragePooling2D: globally('GlobalAveragePooling2D', 2, 'average'),
}
