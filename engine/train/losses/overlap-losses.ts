import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { epsilon, finish, type MakeLoss, type RowLoss, truthFor } from './row-loss.ts'

/** How truth and prediction overlap: what both say, what only the truth says, what only the prediction says. */
type Overlap = (both: Tensor, missed: Tensor, wrong: Tensor) => Tensor

/** `keras.losses.dice`: Milletari et al., 2016, "V-Net"; 1 - 2 |both| / (|truth| + |prediction|). */
export const dice: MakeLoss = (tf, ending, { axis }) =>
  ofOverlap(tf, ending, axis, (both, missed, wrong) => {
    const twice = both.mul(2)
    return twice.div(twice.add(missed).add(wrong).add(epsilon))
  })

/** `keras.losses.tversky`: Salehi et al., 2017, "Tversky loss function for image segmentation". */
export const tversky: MakeLoss = (tf, ending, { alpha = 0.5, beta = 0.5, axis }) =>
  ofOverlap(tf, ending, axis, (both, missed, wrong) =>
    both.div(both.add(missed.mul(alpha)).add(wrong.mul(beta)).add(epsilon)),
  )

/** 1 - overlap, of each item by itself (axis -1) or of all the values of a batch, which every row is then given. */
const ofOverlap =
  (
    tf: Parameters<MakeLoss>[0],
    ending: Parameters<MakeLoss>[1],
    axis: number | undefined,
    overlap: Overlap,
  ): RowLoss =>
  (target, outputs, counted) => {
    const rows = outputs.shape[0] as number
    const truth = truthFor(tf, target, outputs)
    const given = finish(tf, ending, outputs)
    const both = truth.mul(given)
    // Of each row: a batch is the sum of its rows, and a row by itself the last axis.
    const parts = [both, truth.sub(both), given.sub(both)].map((part) =>
      axis === undefined ? inAll(part.reshape([rows, -1]).sum(-1), counted) : part.sum(-1),
    ) as [Tensor, Tensor, Tensor]
    const loss = tf.scalar(1).sub(overlap(...parts))
    return axis === undefined ? loss.mul(tf.ones([rows])) : loss
  }

const inAll = (rows: Tensor, counted: Tensor | null | undefined): Tensor =>
  (counted ? rows.mul(counted) : rows).sum()
