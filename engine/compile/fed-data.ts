import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { PackedPart } from '../../contract/packed.ts'
import { openBatches } from '../data/batches.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import type { Graph } from './graph.ts'
import type { RowSource } from './row-source.ts'

/** A part of packed data that is too large for the session: each call is handed the rows of its one step, read from disk. */
export function feedPart(
  tf: TensorFlow,
  graph: Graph,
  name: string,
  folder: string,
  part: PackedPart,
): RowSource {
  const inputs = part.inputs.map((_, index) => graph.placeholder(`${name}_input_${index}`, 'float32'))
  const targets = part.targets.map(({ dtype }, index) =>
    graph.placeholder(`${name}_target_${index}`, dtype === 'int32' ? 'int32' : 'float32'),
  )
  const source = openBatches(tf, folder, part)
  return {
    fed: true,
    load: () => {},
    rows: () => ({ inputs, targets }),
    feeds(rows) {
      const batch = source.batch(rows)
      const named = (refs: string[], tensors: Tensor[]) =>
        refs.map((ref, index) => [ref, tensors[index] as Tensor] as const)
      return Object.fromEntries([...named(inputs, batch.inputs), ...named(targets, batch.targets)])
    },
    close: () => source.close(),
  }
}
