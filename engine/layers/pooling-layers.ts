import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { type Axes, perAxis } from '../../contract/layers/layer-kind.ts'
import { plainLayer } from './plain-layer.ts'
import type { BuildContext, Settings } from './settings/settings.ts'

type Make = (context: BuildContext, name: string, config: Settings) => layers.Layer

/** `keras.layers.MaxPooling1D`, `AveragePooling2D` and the like; a sequence is a picture of one row. */
const pooling =
  (kind: string, axes: Axes, how: 'max' | 'average'): Make =>
  (context, name, given) =>
    plainLayer(context, kind, name, given, (config) => {
      const { tf } = context
      // Keras steps by the size of the pool where no strides are given.
      const usual = { ...config, strides: given.strides ?? given.pool_size ?? config.strides }
      const sizes = (setting: string) => [...(axes === 1 ? [1] : []), ...perAxis(usual, setting, axes, 2)]
      const pool = (axes === 3
        ? how === 'max'
          ? tf.maxPool3d
          : tf.avgPool3d
        : how === 'max'
          ? tf.maxPool
          : tf.avgPool) as unknown as (
        x: Tensor,
        size: number[],
        strides: number[],
        padding: unknown,
      ) => Tensor
      return {
        call: ([x]) => {
          const input = x as Tensor
          const picture = axes === 1 ? input.expandDims(1) : input
          const found = pool(picture, sizes('pool_size'), sizes('strides'), config.padding)
          return axes === 1 ? found.squeeze([1]) : found
        },
      }
    })

/** `keras.layers.GlobalAveragePooling1D` and the like. An average over steps leaves out the masked ones, as in Keras. */
const globally =
  (kind: string, axes: Axes, how: 'max' | 'average'): Make =>
  (context, name, given) =>
    plainLayer(context, kind, name, given, (config) => {
      const places = Array.from({ length: axes }, (_, axis) => axis + 1)
      const keep = config.keepdims === true
      return {
        // Keras's average takes a mask and lets it end here.
        mask: axes === 1 && how === 'average' ? () => null : undefined,
        call: ([x], { masks: [mask] }) => {
          const input = x as Tensor
          if (how === 'max') return input.max(places, keep)
          if (axes > 1 || !mask) return input.mean(places, keep)
          const counted = mask.toFloat().expandDims(-1)
          // Keras divides 0 by 0 where every step is masked, as for a text without words, and one such row ends a training.
          return input.mul(counted).sum(1, keep).div(counted.sum(1, keep).maximum(1))
        },
      }
    })

const along = [1, 2, 3] as const

/** The makers of Keras's pooling layers, by class name. */
export const poolingMakers: Record<string, Make> = Object.fromEntries(
  along.flatMap((axes) => [
    [`MaxPooling${axes}D`, pooling(`MaxPooling${axes}D`, axes, 'max')],
    [`AveragePooling${axes}D`, pooling(`AveragePooling${axes}D`, axes, 'average')],
    [`GlobalMaxPooling${axes}D`, globally(`GlobalMaxPooling${axes}D`, axes, 'max')],
    [`GlobalAveragePooling${axes}D`, globally(`GlobalAveragePooling${axes}D`, axes, 'average')],
  ]),
)
