import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Augmentation } from '../../contract/augmentation.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { attribute, type DataType, nativeOp, nativeOps } from '../runtime/native-op.ts'
import { drawBoxes } from './boxes.ts'
import type { Draw } from './draw.ts'

/** How items of a batch were mixed: with which other each, and how much of each is its own. */
export interface Mixed {
  /** Int32 [batch]. */
  partners: Tensor
  /** [batch], at least a half with mixup, so that an item stays what it mostly is. */
  own: Tensor
}

/** Rows of a tensor in another order. */
export const rowsOf = (tf: TensorFlow, tensor: Tensor, order: Tensor): Tensor =>
  nativeOp(
    tf,
    'GatherV2',
    [
      attribute.type('Tparams', tensor.dtype as DataType),
      attribute.type('Tindices', 'int32'),
      attribute.type('Taxis', 'int32'),
    ],
    [tensor, order, tf.scalar(0, 'int32')],
  )

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
  const partners = randomOrder(tf, draw, batch)
  const others = rowsOf(tf, pictures, partners)
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

/** The numbers 0 to batch - 1 in a random order, int32 [batch]. */
function randomOrder(tf: TensorFlow, draw: Draw, batch: number): Tensor {
  const [, order] = nativeOps(
    tf,
    'TopKV2',
    [
      attribute.bool('sorted', true),
      attribute.type('T', 'float32'),
      attribute.type('Tk', 'int32'),
      attribute.type('index_type', 'int32'),
    ],
    [draw.between('partners', 0, 1, [batch]), tf.scalar(batch, 'int32')],
    2,
  )
  return order as Tensor
}
