import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { PackedTensor } from '../../contract/data/packed.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'

/**
 * Takes from each picture its own mean, and divides it by its own standard deviation where that is asked for: `samplewise_center`
 * and `samplewise_std_normalization` of Keras's `ImageDataGenerator.standardize`. Done to a batch after it was varied, in
 * training and everywhere else.
 */
export const samplewise = (tf: TensorFlow, inputs: Tensor[], of: readonly PackedTensor[] = []): Tensor[] =>
  inputs.map((input, place) => {
    const wanted = of[place]?.samplewise
    if (!wanted) return input
    const { mean, deviation } = spreadOf(tf, input)
    const centred = input.sub(mean)
    return wanted === 'centre' ? centred : centred.div(deviation)
  })

/** Turns values that stand for pictures back: `samplewise` undone with what it took from these inputs. */
export function undoSamplewise(tf: TensorFlow, values: Tensor, input: Tensor, of: PackedTensor): Tensor {
  if (!of.samplewise) return values
  const { mean, deviation } = spreadOf(tf, input)
  return (of.samplewise === 'centre' ? values : values.mul(deviation)).add(mean)
}

/** Mean and standard deviation of each picture [batch, 1, ...]. */
function spreadOf(tf: TensorFlow, input: Tensor): { mean: Tensor; deviation: Tensor } {
  const axes = input.shape.map((_, axis) => axis).slice(1)
  const mean = input.mean(axes, true)
  return { mean, deviation: tf.sqrt(input.sub(mean).square().mean(axes, true)).add(1e-6) }
}
