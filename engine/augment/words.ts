import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Augmentation } from '../../contract/augmentation.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { attribute, nativeOp, nativeOps } from '../runtime/native-op.ts'
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
  const [, order] = nativeOps(
    tf,
    'TopKV2',
    [
      attribute.bool('sorted', true),
      attribute.type('T', 'float32'),
      attribute.type('Tk', 'int32'),
      attribute.type('index_type', 'int32'),
    ],
    [places.neg(), tf.scalar(length, 'int32')],
    2,
  )
  return nativeOp(
    tf,
    'GatherV2',
    [
      attribute.int('batch_dims', 1),
      attribute.type('Tparams', 'float32'),
      attribute.type('Tindices', 'int32'),
      attribute.type('Taxis', 'int32'),
    ],
    [texts.mul(kept), order as Tensor, tf.scalar(1, 'int32')],
  )
}
