import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Confusion, Evaluation, Metrics } from '../../contract/run.ts'
import { classScores } from './class-scores.ts'

/** Over this many classes there is no confusion matrix. */
const mostClasses = 200

export interface Outcome {
  metrics: Metrics
  /** counts[true][predicted]; null for regression or over 200 classes. */
  counts: number[][] | null
}

/** An outcome in the making: sums over the rows seen so far. */
export interface Tally {
  rows: number
  sums: Metrics
  penalty: number
  counts: number[][] | null
}

export const emptyTally = (classes: number): Tally => ({
  rows: 0,
  sums: {},
  penalty: 0,
  counts:
    classes >= 2 && classes <= mostClasses
      ? Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
      : null,
})

/**
 * Adds the first `count` rows of what `measureBatch` gave, as plain values: row metrics [metrics, rows], penalty, and, for
 * classes, guesses and truth [rows].
 */
export function addTo(tally: Tally, names: string[], count: number, values: ArrayLike<number>[]) {
  const [rows, penalty, guessed, truth] = values as [
    ArrayLike<number>,
    ArrayLike<number>,
    ...ArrayLike<number>[],
  ]
  const width = rows.length / names.length
  for (const [place, name] of names.entries()) {
    let sum = tally.sums[name] ?? 0
    for (let row = 0; row < count; row++) sum += rows[place * width + row] as number
    tally.sums[name] = sum
  }
  tally.rows += count
  tally.penalty = penalty[0] as number
  for (let row = 0; tally.counts && row < count; row++) {
    const line = tally.counts[truth?.[row] as number] as number[]
    const place = guessed?.[row] as number
    line[place] = (line[place] ?? 0) + 1
  }
}

/** Means over all rows; the loss has the regularizers' penalty in it, as in Keras. */
export function toOutcome({ rows, sums, penalty, counts }: Tally): Outcome {
  const metrics = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / rows]))
  return { metrics: { ...metrics, loss: (metrics.loss as number) + penalty }, counts }
}

/** The class of each row of probabilities [rows, classes]; of one output, whether it is over a half. Int32 [rows]. */
export const predictedClasses = (predicted: Tensor): Tensor =>
  predicted.shape.at(-1) === 1
    ? predicted.greater(0.5).toInt().flatten()
    : predicted.argMax(-1).toInt().flatten()

/** The evaluation that a run keeps: metrics, confusion matrix, and the weighted scores of scikit-learn. */
export function toEvaluation(outcome: Outcome, classes: string[], items: number): Evaluation {
  const confusion: Confusion | null = outcome.counts ? { classes, counts: outcome.counts } : null
  return {
    metrics: { ...outcome.metrics, ...(confusion ? classScores(confusion.counts) : {}) },
    confusion,
    items,
  }
}
