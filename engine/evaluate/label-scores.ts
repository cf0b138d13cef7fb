import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { LabelScore, Metrics } from '../../contract/training/run.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'

/** Above this share a label counts as said. */
const threshold = 0.5

/**
 * Of each label how often it is rightly said, said, and true: [3 * labels].
 * @param target 0 or 1 for each label [rows, labels]
 * @param given shares [rows, labels]
 * @param counted 1 for rows that count, 0 for those that only fill the batch [rows]; null: all count
 */
export function labelCounts(tf: TensorFlow, target: Tensor, given: Tensor, counted: Tensor | null): Tensor {
  const truth = target.toFloat().reshape(given.shape)
  const said = given.greater(threshold).toFloat()
  const total = (values: Tensor) => (counted ? values.mul(counted.expandDims(-1)) : values).sum(0)
  return tf.concat([total(truth.mul(said)), total(said), total(truth)])
}

/** Precision, recall and F1 of each label out of its counts [3 * labels], with `zero_division=0`. */
export function labelScores(names: string[], counts: ArrayLike<number>): LabelScore[] {
  return names.map((name, at) => {
    const [right, said, support] = [0, 1, 2].map((kind) => counts[kind * names.length + at] ?? 0) as [
      number,
      number,
      number,
    ]
    return {
      name,
      precision: ratio(right, said),
      recall: ratio(right, support),
      f1: ratio(2 * right, said + support),
      support,
    }
  })
}

/** The averages of scikit-learn over the labels: `micro` counts all together, `macro` each label the same, `weighted` by its support. */
export function labelAverages(names: string[], counts: ArrayLike<number>): Metrics {
  const scores = labelScores(names, counts)
  const kinds = [0, 1, 2].map((kind) => sum(names.map((_, at) => counts[kind * names.length + at] ?? 0)))
  const [right = 0, said = 0, support = 0] = kinds
  const weighted = (of: (score: LabelScore) => number) =>
    ratio(sum(scores.map((score) => of(score) * score.support)), support)
  return {
    precision_weighted: weighted(({ precision }) => precision),
    recall_weighted: weighted(({ recall }) => recall),
    f1_weighted: weighted(({ f1 }) => f1),
    f1_micro: ratio(2 * right, said + support),
    f1_macro: ratio(sum(scores.map(({ f1 }) => f1)), names.length),
  }
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
