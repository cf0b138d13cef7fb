import type { Tensor, Tensor1D } from '@tensorflow/tfjs-node-gpu'
import type { Augmentation } from '../../contract/data/augmentation.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import type { Draw } from './draw.ts'

/**
 * Leaves words out of texts and has neighbours change places ("EDA", Wei and Zou, 2019). Texts are numbers of words
 * [batch, length], as float32, 0 where there is none: they close up, and their zeros stay at the side where they were. A text
 * that would have no word left keeps all.
 */
export function varyWords(tf: TensorFlow, draw: Draw, settings: Augmentation, texts: Tensor): Tensor {
  const { word_drop, word_swap } = settings
  if (word_drop === 0 && word_swap === 0) return texts
  const [batch, length] = texts.shape as [number, number]
  const coins = (name: string) => draw.between(name, 0, 1, [batch, length])
  const real = texts.greater(0).toFloat()
  const left = coins('word drop').greaterEqual(word_drop).toFloat().mul(real)
  const some = left.max(1, true)
  const kept = left.mul(some).add(real.mul(some.neg().add(1)))
  // All words are sorted by their places. One that changes places goes one and a half further, to behind the next.
  const hop = coins('word swap').less(word_swap).toFloat().mul(1.5)
  const inFront = texts.slice([0, 0], [batch, 1]).equal(0).toFloat()
  const away = inFront.mul(-4).add(2).mul(length)
  const places = tf.range(0, length).add(hop.mul(kept)).add(kept.neg().add(1).mul(away))
  const order = tf.topk(places.neg(), length).indices
  return tf.gather(texts.mul(kept), order as Tensor1D, 1, 1)
}
