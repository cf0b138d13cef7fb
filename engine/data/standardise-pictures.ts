import type { Tensor, Tensor2D } from '@tensorflow/tfjs-node-gpu'
import type { PackedTensor } from '../../contract/data/packed.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import type { Whitening } from './whitening.ts'

/**
 * What is done to pictures after they were varied, in training and everywhere else, as `ImageDataGenerator.standardize` of Keras
 * has it: each less its own mean and divided by its own standard deviation (`samplewise_center`, `samplewise_std_normalization`),
 * or all whitened (`zca_whitening`).
 */
export const standardisePictures = (
  tf: TensorFlow,
  inputs: Tensor[],
  of: readonly PackedTensor[] = [],
  whitening: Whitening | null = null,
): Tensor[] =>
  inputs.map((input, place) => {
    if (of[place]?.whitening && whitening)
      return input
        .reshape<Tensor2D>([-1, whitening.size])
        .matMul(tf.tensor2d(whitening.values, [whitening.size, whitening.size]))
        .reshape(input.shape)
    const wanted = of[place]?.samplewise
    if (!wanted) return input
    const { mean, deviation } = spreadOf(tf, input)
    const centred = input.sub(mean)
    return wanted === 'centre' ? centred : centred.div(deviation)
  })

/** Turns values that stand for pictures back: `standardisePictures` undone with what it took from these inputs. */
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
