import { totalmem } from 'node:os'
import { Fault } from '../../../contract/failure.ts'
import { estimateTraining } from '../../../contract/graph/estimate.ts'
import type { ModelDocument } from '../../../contract/model/model.ts'
import type { TrainingSettings } from '../../../contract/training/training.ts'

/** The memory that a process may have here: that of the machine, or of the container it runs in. */
function memoryBytes(): number {
  const allowed = process.constrainedMemory()
  return allowed > 0 && allowed < totalmem() ? allowed : totalmem()
}

/** Refuses a training that cannot fit into memory, before anything is begun. @throws Fault `run.too-large` */
export function refuseTooLarge(
  model: ModelDocument,
  settings: TrainingSettings,
  memory = memoryBytes(),
): void {
  const { total, weights, activations, recurrentSteps } = estimateTraining(model, settings)
  if (total <= memory) return
  throw new Fault('run.too-large', {
    needed: gigabytes(total),
    memory: gigabytes(memory),
    weights: gigabytes(weights),
    activations: gigabytes(activations),
    batchSize: settings.batchSize,
    steps: recurrentSteps,
  })
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toPrecision(3)} GB`
