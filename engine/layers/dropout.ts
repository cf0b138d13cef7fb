import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { seedFor } from '../runtime/random.ts'
import type { BuildContext } from './settings.ts'

/**
 * Dropout as in Keras: zeroes a share of the inputs while training and divides the rest by what is kept. tfjs's own
 * repeats one mask for ever when it has a seed and cannot be repeated when it has none; this one counts its calls.
 */
export function dropout(
  { tf, seed }: BuildContext,
  name: string,
  config: Record<string, unknown>,
): layers.Layer {
  const rate = config.rate as number
  const noiseShape = config.noise_shape as (number | null)[] | null | undefined
  let calls = 0
  class SeededDropout extends tf.layers.Layer {
    static className = 'SeededDropout'
    override call(inputs: Tensor | Tensor[], kwargs: { training?: boolean }): Tensor {
      const input = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor
      if (!kwargs.training || rate <= 0) return input.clone()
      calls += 1
      const shape = input.shape.map((length, axis) => noiseShape?.[axis] ?? length)
      const drawn = tf.randomUniform(shape, 0, 1, 'float32', seedFor(seed, `${name}/${calls}`))
      return tf.tidy(() => input.mul(drawn.greaterEqual(rate).toFloat()).div(1 - rate))
    }
    override computeOutputShape(shape: number[]) {
      return shape
    }
  }
  const layer = new SeededDropout({ name })
  layer.supportsMasking = true
  return layer
}
