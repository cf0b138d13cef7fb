import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { type Ending, finish, truthFor } from '../losses/row-loss.ts'
import type { MetricRule } from './metric.ts'

/** `keras.metrics.R2Score`, outputs averaged evenly: 1 - squared errors / squared distances from the mean. */
export const r2Score = (tf: TensorFlow, ending: Ending, outputs: number): MetricRule => ({
  size: 4 * outputs,
  running: true,
  sums(target, given, weights) {
    const truth = truthFor(tf, target, given).reshape([-1, outputs])
    const error = finish(tf, ending, given).reshape([-1, outputs]).sub(truth).square()
    const weight = weights ? weights.expandDims(-1) : tf.onesLike(truth)
    return [truth, truth.square(), error, tf.onesLike(truth)].map((values) => values.mul(weight).sum(0))
  },
  finish(sums) {
    const all = Array.from(sums)
    let result = 0
    for (let at = 0; at < outputs; at++) {
      const [sum, squares, errors, count] = [0, 1, 2, 3].map(
        (kind) => all[kind * outputs + at] as number,
      ) as [number, number, number, number]
      const score = 1 - errors / (squares - (sum * sum) / count)
      result += (Number.isFinite(score) ? score : 0) / outputs
    }
    return result
  },
})
