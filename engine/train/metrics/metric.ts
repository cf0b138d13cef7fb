import type { Tensor } from '@tensorflow/tfjs-node-gpu'

/**
 * A metric as sums over rows: what batches add up to is finished into the metric, for a step, for an epoch so far or for all
 * of it. So a graph need keep nothing, and a checkpoint holds an epoch's sums.
 */
export interface Metric {
  /** As an epoch has it. */
  name: string
  /** Whether an item counts as much as it weighs. */
  weighted: boolean
  /** How many sums it keeps. */
  size: number
  /** Whether a step's own value says little, so that what is told is the epoch so far, as on Keras's progress bar. */
  running: boolean
  /**
   * The sums over a batch: tensors of rank 1 with `size` values in all.
   * @param outputs what the model gives before its last softmax or sigmoid [rows, ..., outputs]
   * @param weights of the rows [rows]; null: 1 each
   */
  sums(target: Tensor, outputs: Tensor, weights: Tensor | null): Tensor[]
  finish(sums: ArrayLike<number>): number
}

/** What makes one metric: all of it but its name. */
export type MetricRule = Omit<Metric, 'name' | 'weighted'>

/** `tf.math.divide_no_nan`. */
export const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

/** Sums over rows, each as often as it weighs: [rows] -> [1]. */
export const weightedSum = (rows: Tensor, weights: Tensor | null): Tensor =>
  (weights ? rows.mul(weights) : rows).sum(0, true)
