import { disposeBatch, openBatches } from '../data/batches.ts'
import { readBatchesAhead } from '../data/read-ahead.ts'
import { measureRows } from '../evaluate/measure.ts'
import { stateOf, trainBatch } from './step-functions.ts'
import type { StepSums, Trainer, TrainingSetup } from './trainer.ts'

/** A trainer that runs op by op through tfjs: right for every model, and the yardstick for a faster one. */
export function eagerTrainer(setup: TrainingSetup): Trainer {
  const { context, folder, part, validation, batchSize } = setup
  const { tf } = context
  const state = stateOf(setup)
  const source = openBatches(tf, folder, part)
  const ahead = readBatchesAhead(folder, part)
  const other = validation && validation !== part ? openBatches(tf, folder, validation) : source
  let rows: Int32Array = new Int32Array()
  let rates: Float32Array = new Float32Array()
  const step = (index: number): StepSums => {
    ahead?.reach(index * batchSize)
    const batch = source.batch(rows.subarray(index * batchSize, (index + 1) * batchSize))
    const values = tf.tidy(() => {
      const [metrics] = trainBatch(
        setup,
        state,
        [...batch.inputs, ...batch.targets],
        tf.scalar(rates[index] as number),
        () => true,
      )
      return metrics?.dataSync() as Float32Array
    })
    disposeBatch(batch)
    return { loss: values[0] as number, sums: values.subarray(1) }
  }
  return {
    stepsPerRun: 1,
    state,
    begin(order, rate) {
      rows = order
      rates = rate
      ahead?.begin(order)
    },
    run: (first, count) => Array.from({ length: count }, (_, index) => step(first + index)),
    measure: (order) => measureRows(setup, state.metrics, other, order, batchSize),
    pull: () => {},
    push: () => {},
    dispose() {
      state.optimizer.dispose()
      source.close()
      ahead?.close()
      if (other !== source) other.close()
    },
  }
}
