import type { Tensor, Tensor1D } from '@tensorflow/tfjs-node-gpu'
import type { Augmentation } from '../../contract/data/augmentation.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { drawBoxes } from './boxes.ts'
import type { Draw } from './draw.ts'

/** How items of a batch were mixed: with which other each, and how much of each is its own. */
export interface Mixed {
  /** Int32 [batch]. */
  partners: Tensor1D
  /** [batch], at least a half with mixup, so that an item stays what it mostly is. */
  own: Tensor
}

/**
 * Mixes each picture with another of the batch: mixup (all of both, Zhang et al. 2018) or cutmix (a box of the other, Yun et al.
 * 2019). Null where neither is asked for.
 */
export function mixPictures(
  tf: TensorFlow,
  draw: Draw,
  { mixup, cutmix }: Augmentation,
  pictures: Tensor,
): { pictures: Tensor; mixed: Mixed } | null {
  const alpha = mixup || cutmix
  if (alpha === 0) return null
  const [batch, rows, columns] = pictures.shape as [number, number, number, number]
  // The numbers 0 to batch - 1 in a random order.
  const partners = tf.topk(draw.between('partners', 0, 1, [batch]), batch).indices as Tensor1D
  const others = tf.gather(pictures, partners)
  const share = draw.beta('mix', alpha, [batch, 1])
  if (mixup) {
    const own = share.maximum(share.neg().add(1))
    const by = own.reshape([batch, 1, 1, 1])
    const mixed = { partners, own: own.reshape([batch]) }
    return { pictures: pictures.sub(others).mul(by).add(others), mixed }
  }
  const side = share.neg().add(1).sqrt()
  const box = drawBoxes(tf, draw, 'cutmix', batch, [rows, columns], [side.mul(columns), side.mul(rows)])
  const own = box.mean([1, 2, 3]).neg().add(1)
  return { pictures: pictures.add(others.sub(pictures).mul(box)), mixed: { partners, own } }
}
