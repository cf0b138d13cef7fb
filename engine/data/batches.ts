import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { measuredAgainst, type PackedPart } from '../../contract/data/packed.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { openRows, type Rows } from './read-packed.ts'

/**
 * Inputs [batch, ...shape] and targets [batch] (class numbers) or [batch, 1] (values), with the items' weights [batch] after them
 * where they have any. Dispose of both after use.
 */
export interface Batch {
  inputs: Tensor[]
  targets: Tensor[]
  size: number
}

export interface BatchSource {
  readonly items: number
  batch(rows: Int32Array): Batch
  close(): void
}

/** A part of packed data, a batch at a time. `mostHeld`: bytes of a tensor that may be read into memory as a whole. */
export function openBatches(
  tf: TensorFlow,
  folder: string,
  part: PackedPart,
  mostHeld?: number,
): BatchSource {
  const inputs = part.inputs.map((tensor) => openRows(folder, tensor, part.items, mostHeld))
  const targets = measuredAgainst(part).map((tensor) => openRows(folder, tensor, part.items, mostHeld))
  return {
    items: part.items,
    batch: (rows) => ({
      inputs: inputs.map((source) => gatherTensor(tf, source, rows, 'float32')),
      targets: targets.map((source) =>
        gatherTensor(tf, source, rows, source.tensor.dtype === 'int32' ? 'int32' : 'float32'),
      ),
      size: rows.length,
    }),
    close: () => {
      for (const source of [...inputs, ...targets]) source.close()
    },
  }
}

function gatherTensor(tf: TensorFlow, source: Rows, rows: Int32Array, dtype: 'float32' | 'int32'): Tensor {
  const length = rows.length * source.width
  const values = dtype === 'int32' ? new Int32Array(length) : new Float32Array(length)
  source.gather(rows, values)
  return tf.tensor(values, [rows.length, ...source.tensor.shape], dtype)
}

/** Gives back the memory of a batch. */
export function disposeBatch(batch: Batch) {
  for (const tensor of [...batch.inputs, ...batch.targets]) tensor.dispose()
}

/** The numbers of all rows of a part. */
export const allRows = (part: PackedPart) => Int32Array.from({ length: part.items }, (_, index) => index)

/** The rows 0 to items-1, or those that are named, in slices of the batch size; the last one may be smaller, as in Keras. */
export function* slices(rows: Int32Array, batchSize: number): Generator<Int32Array> {
  for (let from = 0; from < rows.length; from += batchSize) yield rows.subarray(from, from + batchSize)
}
