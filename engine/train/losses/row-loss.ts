import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'

/** Keras's `backend.epsilon()`: how far predictions are kept from 0 and 1 before a logarithm. */
export const epsilon = 1e-7

export type Ending = 'softmax' | 'sigmoid' | 'linear'

/**
 * The loss of each row of a batch: [batch]. `outputs` is what the model gives before its last softmax or sigmoid
 * [batch, ..., outputs]; `target` holds class numbers [batch, ...] or values of the outputs' shape. `counted`: 1 for rows that count, 0 for those that only fill the batch [batch]; it matters
 * to a loss that is one number of the whole batch.
 */
export type RowLoss = (target: Tensor, outputs: Tensor, counted?: Tensor | null) => Tensor

/** Makes a loss with its arguments by Keras's names; true is 1, what is off is left out. */
export type MakeLoss = (tf: TensorFlow, ending: Ending, settings: Partial<Record<string, number>>) => RowLoss

/** What turns a model's outputs into probabilities or values. */
export const finish = (tf: TensorFlow, ending: Ending, outputs: Tensor): Tensor =>
  ending === 'softmax' ? tf.softmax(outputs, -1) : ending === 'sigmoid' ? outputs.sigmoid() : outputs

/** [batch, ...] -> [batch]: the mean over what else there is. */
export const perRow = (values: Tensor): Tensor =>
  values.rank === 1 ? values : values.reshape([values.shape[0] as number, -1]).mean(1)

/** Shares far enough from 0 and 1 for a logarithm. */
export const bounded = (share: Tensor): Tensor => share.clipByValue(epsilon, 1 - epsilon)

/** The target as float32 of the outputs' shape: class numbers become one-hot where there is an output for each class. */
export function truthFor(tf: TensorFlow, target: Tensor, outputs: Tensor): Tensor {
  if (target.size === outputs.size) return target.toFloat().reshape(outputs.shape)
  const classes = outputs.shape.at(-1) as number
  return tf.oneHot(target.toInt().flatten(), classes).toFloat().reshape(outputs.shape)
}
