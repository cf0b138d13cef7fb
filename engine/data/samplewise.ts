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
    const axes = input.shape.map((_, axis) => axis).slice(1)
    const centred = input.sub(input.mean(axes, true))
    return wanted === 'centre' ? centred : centred.div(tf.sqrt(centred.square().mean(axes, true)).add(1e-6))
  })
