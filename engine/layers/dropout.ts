import type { layers, Tensor } from '@tensorflow/tfjs-node-gpu'
import { statelessUniform } from '../runtime/differentiable-ops.ts'
import { seedFor } from '../runtime/random.ts'
import { type BuildContext, firstOf, settled } from './settings.ts'

/**
 * `keras.layers.Dropout`: zeroes a share of the inputs while training and divides the rest by what is kept. The mask
 * depends on the run's seed, the layer's name and the number of the step, so that a run can be repeated and taken up again.
 */
export function dropout(
  { tf, seed, clock }: BuildContext,
  name: string,
  given: Record<string, unknown>,
): layers.Layer {
  const config = settled('Dropout', name, given)
  const rate = config.rate as number
  const noiseShape = config.noise_shape as (number | null)[] | null
  const own = seedFor(seed, name)
  class Dropout extends tf.layers.Layer {
    static className = 'LatheDropout'
    override call(inputs: Tensor | Tensor[], kwargs: { training?: boolean }): Tensor {
      const input = firstOf(inputs)
      if (!kwargs.training || rate <= 0) return input.clone()
      return tf.tidy(() => {
        const shape = input.shape.map((length, axis) => noiseShape?.[axis] ?? length)
        const kept = statelessUniform(tf, shape, own, clock).greaterEqual(rate)
        return input.mul(kept.toFloat().mul(1 / (1 - rate)))
      })
    }
    override computeOutputShape(shape: number[]) {
      return shape
    }
  }
  const layer = new Dropout({ name })
  layer.supportsMasking = true
  return layer
}
