import type { Tensor, Variable } from '@tensorflow/tfjs-node-gpu'
import type { PackedPart } from '../../contract/data/packed.ts'
import { openBatches } from '../data/batches.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { inBfloat16 } from './mixed-precision.ts'
import { prune, type Recording, record } from './record.ts'

/** What a function is recorded on: a part of packed data and how many rows of it are one batch. */
export interface RowsToRecord {
  folder: string
  part: PackedPart
  size: number
  /** Tensors that are handed to the function after inputs and targets; disposed of afterwards. */
  more?: Tensor[]
  /** Whether matrix products and convolutions are in bfloat16. */
  bfloat16?: boolean | undefined
}

/**
 * Records a function of a batch (inputs, targets, what more is given) without the ops that nothing needs.
 * @throws NotRecordable as `record` does
 */
export function recordRows(
  tf: TensorFlow,
  variables: Variable[],
  { folder, part, size, more = [], bfloat16 = false }: RowsToRecord,
  run: (inputs: Tensor[]) => Tensor[],
): Recording {
  // A few rows are needed: the rest stays on disk.
  const batches = openBatches(tf, folder, part, 0)
  const batch = batches.batch(Int32Array.from({ length: size }, (_, index) => index % part.items))
  const inputs = [...batch.inputs, ...batch.targets, ...more]
  try {
    const recording = prune(record(tf, inputs, variables, () => run(inputs)))
    return bfloat16 ? inBfloat16(recording) : recording
  } finally {
    tf.dispose(inputs)
    batches.close()
  }
}
