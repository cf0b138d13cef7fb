import type { Metrics } from '../../contract/run.ts'
import type { Batch } from '../data/batches.ts'

/** One step of training: forward, backward, update. The seam behind which a step is run op by op or as one graph. */
export interface TrainStep {
  /** Trains on a batch; gives the loss (regularizers included, as in Keras) and the metrics before the update. */
  run(batch: Batch): Metrics
  dispose(): void
}
