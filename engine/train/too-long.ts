import { describe, type Failure } from '../../contract/failure.ts'
import { recurrentSteps } from '../../contract/graph/estimate.ts'
import type { ModelDocument } from '../../contract/model/model.ts'

/**
 * A compiled step holds every step of a recurrent layer by itself. What TensorFlow needs to look over such a graph grows faster
 * than the graph: 3 s for an LSTM over 1,000 steps, 46 s over 3,000, more than 3 minutes over 10,000; op by op it takes
 * 5 s a batch there.
 */
const mostSteps = 1500

/** Why a model is not to be compiled because of its length, to train or to go forward; null where it may be. */
export function tooLongToCompile(model: Pick<ModelDocument, 'keras'>): Failure | null {
  const steps = recurrentSteps(model)
  return steps > mostSteps ? describe('compile.too-long', { steps, most: mostSteps }) : null
}
