import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { type Ending, finish, truthFor } from '../losses/row-loss.ts'
import { type MetricRule, ratio } from './metric.ts'

/** Where Keras draws the line between yes and no. */
const threshold = 0.5

interface Counts {
  truePositives: number
  falsePositives: number
  falseNegatives: number
  trueNegatives: number
}

/** What four counts over all outputs of all rows come to. */
const ofCounts = (tf: TensorFlow, ending: Ending, result: (counts: Counts) => number): MetricRule => ({
  size: 4,
  running: true,
  sums(target, outputs, weights) {
    const truth = truthFor(tf, target, outputs)
    const found = finish(tf, ending, outputs).greater(threshold).toFloat()
    return [
      total(truth.mul(found), weights),
      total(found, weights),
      total(truth, weights),
      total(tf.onesLike(truth), weights),
    ]
  },
  finish(sums) {
    const [truePositives = 0, positive = 0, truly = 0, all = 0] = Array.from(sums)
    return result({
      truePositives,
      falsePositives: positive - truePositives,
      falseNegatives: truly - truePositives,
      trueNegatives: all - positive - truly + truePositives,
    })
  },
})

/** [rows, outputs] -> [1]. */
const total = (values: Tensor, weights: Tensor | null): Tensor => perOutput(values, weights).sum(0, true)

/** Weighted sums over the rows: [rows, outputs] -> [outputs]. */
const perOutput = (values: Tensor, weights: Tensor | null): Tensor =>
  (weights ? values.mul(weights.expandDims(-1)) : values).sum(0)

/** `keras.metrics.Precision`, over all outputs together. */
export const precision = (tf: TensorFlow, ending: Ending) =>
  ofCounts(tf, ending, ({ truePositives, falsePositives }) =>
    ratio(truePositives, truePositives + falsePositives),
  )

/** `keras.metrics.Recall`. */
export const recall = (tf: TensorFlow, ending: Ending) =>
  ofCounts(tf, ending, ({ truePositives, falseNegatives }) =>
    ratio(truePositives, truePositives + falseNegatives),
  )

/** `keras.metrics.TruePositives` and its three sisters. */
export const countOf = (tf: TensorFlow, ending: Ending, which: keyof Counts) =>
  ofCounts(tf, ending, (counts) => counts[which])

/**
 * `keras.metrics.F1Score` with its averages: the largest output is what a row is taken for; of one output, whether it is over
 * a half (Keras's `threshold=0.5`: without it every row would be a yes).
 */
export function f1Score(
  tf: TensorFlow,
  ending: Ending,
  outputs: number,
  average: 'macro' | 'micro' | 'weighted',
): MetricRule {
  const epsilon = 1e-7
  const score = (right: number, positive: number, truly: number) => {
    const [precision, recall] = [right / (positive + epsilon), right / (truly + epsilon)]
    return (2 * precision * recall) / (precision + recall + epsilon)
  }
  return {
    size: 3 * outputs,
    running: true,
    sums(target, given, weights) {
      const truth = truthFor(tf, target, given)
      const shares = finish(tf, ending, given)
      const found = outputs === 1 ? shares.greater(threshold) : shares.greaterEqual(shares.max(-1, true))
      return [truth.mul(found.toFloat()), found.toFloat(), truth].map((values) => perOutput(values, weights))
    },
    finish(sums) {
      const all = Array.from(sums)
      const classes = Array.from({ length: outputs }, (_, at) => at)
      const of = (kind: number) => classes.map((at) => all[kind * outputs + at] as number)
      const [right, positive, truly] = [of(0), of(1), of(2)]
      if (average === 'micro') return score(sumOf(right), sumOf(positive), sumOf(truly))
      const scores = classes.map((at) =>
        score(right[at] as number, positive[at] as number, truly[at] as number),
      )
      if (average === 'macro') return sumOf(scores) / outputs
      return sumOf(scores.map((one, at) => (one * (truly[at] as number)) / (sumOf(truly) + epsilon)))
    },
  }
}

const sumOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0)
