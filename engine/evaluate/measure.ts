import { type BatchSource, disposeBatch, slices } from '../data/batches.ts'
import type { Metric } from '../train/metrics/metric.ts'
import { measureBatch } from '../train/step-functions.ts'
import type { MeasureSetup } from '../train/trainer.ts'
import { addTo, emptyTally, type Outcome, toOutcome } from './outcome.ts'

/** Lets other things happen, a stop order above all, between two batches. */
export const breathe = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Loss, metrics and confusion of a model on the rows of a source, op by op. */
export function measureRows(
  setup: MeasureSetup,
  metrics: readonly Metric[],
  source: BatchSource,
  rows: Int32Array,
  batchSize: number,
): Outcome {
  const { tf } = setup.context
  const tally = emptyTally(setup)
  for (const slice of slices(rows, batchSize)) {
    const batch = source.batch(slice)
    const results = tf.tidy(() => measureBatch(setup, metrics, [...batch.inputs, ...batch.targets], null))
    addTo(
      tally,
      metrics,
      slice.length,
      results.map((tensor) => tensor.dataSync()),
    )
    tf.dispose(results)
    disposeBatch(batch)
  }
  return toOutcome(tally, metrics)
}
