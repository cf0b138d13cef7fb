import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { measuredAgainst, type PackedPart, type PackedTensor } from '../../contract/data/packed.ts'
import { openRawRows } from '../data/raw-rows.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { attribute, dataTypes } from '../runtime/native-op.ts'
import type { Graph, Ref } from './graph.ts'
import { asTarget, toFloats } from './mapped-data.ts'
import type { RowSource } from './row-source.ts'

/**
 * A part of packed data that memory has no room for: each call is handed the rows of its one step as they lie on disk.
 * Mapped, such data is slow: the system then takes pages from the mapping as fast as a step asks for others (30 times slower
 * than the disk, measured with 3.4 GB of pictures in 1 GB of memory).
 */
export function feedPart(
  tf: TensorFlow,
  graph: Graph,
  name: string,
  folder: string,
  part: PackedPart,
): Pick<RowSource, 'fed' | 'load' | 'rows' | 'feeds' | 'close'> {
  const open = (tensor: PackedTensor, kind: string) => {
    // tfjs has no bytes; four of them are handed over as an int32.
    const dtype = tensor.dtype === 'float32' ? ('float32' as const) : ('int32' as const)
    const feed = graph.placeholder(`${name}_${kind}`, dtype)
    const rows = openRawRows(folder, tensor)
    const shaped = (from: Ref, shape: number[]) =>
      graph.op(
        'Reshape',
        [from, graph.constant(dataTypes.int32, [shape.length], Int32Array.from(shape))],
        [attribute.type('T', tensor.dtype), attribute.type('Tshape', 'int32')],
      )
    const values = () => {
      const width = tensor.shape.reduce((a, b) => a * b, 1)
      if (tensor.dtype !== 'uint8') return shaped(feed, [-1, ...tensor.shape])
      const bytes = graph.op(
        'Bitcast',
        [feed],
        [attribute.type('T', 'int32'), attribute.type('type', 'uint8')],
      )
      const padded = shaped(bytes, [-1, rows.stride])
      const corner = (...sizes: number[]) => graph.constant(dataTypes.int32, [2], Int32Array.from(sizes))
      const cut =
        width === rows.stride
          ? padded
          : graph.op(
              'Slice',
              [padded, corner(0, 0), corner(-1, width)],
              [attribute.type('T', 'uint8'), attribute.type('Index', 'int32')],
            )
      return shaped(cut, [-1, ...tensor.shape])
    }
    const tensorOf = (numbers: Int32Array): Tensor => {
      const bytes = rows.read(numbers)
      const View = dtype === 'float32' ? Float32Array : Int32Array
      const view = new View(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength / 4)
      return tf.tensor(view, [numbers.length, rows.stride / 4], dtype)
    }
    return { tensor, feed, rows, values, tensorOf }
  }
  const inputs = part.inputs.map((tensor, index) => open(tensor, `input_${index}`))
  const targets = measuredAgainst(part).map((tensor, index) => open(tensor, `target_${index}`))
  return {
    fed: true,
    load: () => {},
    rows: () => ({
      inputs: inputs.map(({ tensor, values }) => toFloats(graph, tensor, values())),
      targets: targets.map(({ tensor, values }) => asTarget(graph, tensor, values())),
    }),
    feeds: (numbers) =>
      Object.fromEntries([...inputs, ...targets].map(({ feed, tensorOf }) => [feed, tensorOf(numbers)])),
    close: () => {
      for (const { rows } of [...inputs, ...targets]) rows.close()
    },
  }
}
