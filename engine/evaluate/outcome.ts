import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Confusion, Measured, Metrics } from '../../contract/training/run.ts'
import type { Metric } from '../train/metrics/metric.ts'
import { addLoss, addSums, finished, type Totals } from '../train/metrics/totals.ts'
import { classScores } from './class-scores.ts'
import { labelAverages, labelScores } from './label-scores.ts'

/** Over this many classes there is no confusion matrix. */
const mostClasses = 200

export interface Outcome {
  metrics: Metrics
  /** counts[true][predicted]; null for regression or over 200 classes. */
  counts: number[][] | null
  /** Of each label how often it was rightly said, said, and true [3 * labels]; null without several labels. */
  labels: number[] | null
}

/** An outcome in the making: sums over the rows seen so far. */
export interface Tally {
  totals: Totals
  penalty: number
  counts: number[][] | null
  labels: number[] | null
}

/** A tally before anything was measured. */
export const emptyTally = ({ classes, labels = 0 }: { classes: number; labels?: number }): Tally => ({
  labels: labels > 0 ? new Array<number>(3 * labels).fill(0) : null,
  totals: {},
  penalty: 0,
  counts:
    classes >= 2 && classes <= mostClasses
      ? Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
      : null,
})

/**
 * Adds what `measureBatch` gave, as plain values: loss, number of rows and sums of the metrics [2 + sums], penalty, and, for
 * classes, guesses and truth [rows], of which the first `count` rows are counted; for labels their counts.
 */
export function addTo(tally: Tally, metrics: readonly Metric[], count: number, values: ArrayLike<number>[]) {
  const [sums, penalty, guessed, truth] = values as [Float32Array, ArrayLike<number>, ...ArrayLike<number>[]]
  addLoss(tally.totals, sums[0] as number, sums[1] as number)
  addSums(tally.totals, metrics, sums.subarray(2))
  tally.penalty = penalty[0] as number
  if (tally.labels) {
    tally.labels = tally.labels.map((count, at) => count + (guessed?.[at] as number))
    return
  }
  for (let row = 0; tally.counts && row < count; row++) {
    const line = tally.counts[truth?.[row] as number] as number[]
    const place = guessed?.[row] as number
    line[place] = (line[place] ?? 0) + 1
  }
}

/** Metrics over all rows; the loss has the regularizers' penalty in it, as in Keras. */
export function toOutcome({ totals, penalty, counts, labels }: Tally, metrics: readonly Metric[]): Outcome {
  const found = finished(totals, metrics)
  return { metrics: { ...found, loss: (found.loss as number) + penalty }, counts, labels }
}

/** The class of each row of probabilities [rows, classes]; of one output, whether it is over a half. Int32 [rows]. */
export const predictedClasses = (predicted: Tensor): Tensor =>
  predicted.shape.at(-1) === 1
    ? predicted.greater(0.5).toInt().flatten()
    : predicted.argMax(-1).toInt().flatten()

/** JSON has no NaN and no infinity and writes null for them, which no report may hold: such a metric is left out. */
export const finite = (metrics: Metrics): Metrics =>
  Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)))

/** The evaluation that a run keeps: metrics, confusion matrix, and the weighted scores of scikit-learn. */
export function toEvaluation(outcome: Outcome, classes: string[], items: number): Measured {
  const confusion: Confusion | null = outcome.counts ? { classes, counts: outcome.counts } : null
  return {
    metrics: {
      ...finite(outcome.metrics),
      ...(confusion ? classScores(confusion.counts) : {}),
      ...(outcome.labels ? labelAverages(classes, outcome.labels) : {}),
    },
    confusion,
    labels: outcome.labels && labelScores(classes, outcome.labels),
    items,
  }
}
