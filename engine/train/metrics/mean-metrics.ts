import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { rowLoss } from '../losses/loss-by-name.ts'
import { type Ending, finish, perRow, type RowLoss, truthFor } from '../losses/row-loss.ts'
import { type MetricRule, ratio, weightedSum } from './metric.ts'

/** `keras.metrics.MeanMetricWrapper`: the mean of a value of each row. */
export const meanOfRows = (tf: TensorFlow, rows: RowLoss): MetricRule => ({
  size: 2,
  running: false,
  sums(target, outputs, weights) {
    const values = rows(target, outputs)
    const count = weights ? weights.sum(0, true) : tf.tensor1d([values.shape[0] as number])
    return [weightedSum(values, weights), count]
  },
  finish: (sums) => ratio(sums[0] as number, sums[1] as number),
})

/** `keras.metrics.RootMeanSquaredError`. */
export const rootMeanSquaredError = (tf: TensorFlow, ending: Ending): MetricRule => {
  const squares = meanOfRows(tf, rowLoss(tf, 'mean_squared_error', ending))
  return { ...squares, running: true, finish: (sums) => Math.sqrt(squares.finish(sums)) }
}

/** `keras.metrics.Accuracy` by its name: of a threshold where there is one output, else of the largest. */
export const accuracy =
  (tf: TensorFlow, ending: Ending): RowLoss =>
  (target, outputs) =>
    outputs.shape.at(-1) === 1
      ? overHalf(tf, ending)(target, outputs)
      : outputs.argMax(-1).toInt().equal(target.toInt().flatten()).toFloat()

/** `keras.metrics.BinaryAccuracy`: each output by itself, over a half or not. */
export const overHalf =
  (tf: TensorFlow, ending: Ending): RowLoss =>
  (target, outputs) =>
    perRow(
      finish(tf, ending, outputs)
        .greater(0.5)
        .toFloat()
        .equal(truthFor(tf, target, outputs))
        .toFloat(),
    )

/** `keras.metrics.SparseTopKCategoricalAccuracy`: whether fewer than k outputs are larger than that of the true class. */
export const amongTop =
  (tf: TensorFlow, k: number): RowLoss =>
  (target, outputs) => {
    const own = outputs.mul(truthFor(tf, target, outputs)).sum(-1, true)
    return perRow(outputs.greater(own).toFloat().sum(-1).less(k).toFloat())
  }
