import { join } from 'node:path'
import type { PackedPart, PackedTensor } from '../../contract/packed.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { attribute, dataTypes } from '../runtime/native-op.ts'
import type { Graph, Ref } from './graph.ts'
import type { RowSource } from './row-source.ts'

/**
 * A part of packed data inside the session: TensorFlow reads the raw files itself, once, and a step gathers its rows from
 * them. Nothing of the data passes through JavaScript. `name` keeps its files apart from those of another part.
 */
export function holdPart(
  tf: TensorFlow,
  graph: Graph,
  name: string,
  folder: string,
  part: PackedPart,
): RowSource {
  const files: Record<string, string> = {}
  const hold = (tensor: PackedTensor, kind: string) => {
    const feed = `${name}_${kind}_file`
    files[feed] = join(folder, tensor.file)
    const shape = [part.items, ...tensor.shape]
    const type = attribute.type('dtype', tensor.dtype)
    const handle = graph.variable(`${name}_${kind}`, tensor.dtype, shape)
    const raw = graph.op(
      'DecodeRaw',
      [graph.op('ReadFile', [graph.placeholder(feed, 'string')])],
      [attribute.type('out_type', tensor.dtype), attribute.bool('little_endian', true)],
    )
    const sizes = graph.constant(dataTypes.int32, [shape.length], Int32Array.from(shape))
    const values = graph.op(
      'Reshape',
      [raw, sizes],
      [attribute.type('T', tensor.dtype), attribute.type('Tshape', 'int32')],
    )
    return { tensor, handle, loaded: graph.op('AssignVariableOp', [handle, values], [type]) }
  }
  const inputs = part.inputs.map((tensor, index) => hold(tensor, `input_${index}`))
  const targets = part.targets.map((tensor, index) => hold(tensor, `target_${index}`))
  const gather = ({ tensor, handle }: (typeof inputs)[number], numbers: Ref) =>
    graph.op(
      'ResourceGather',
      [handle, numbers],
      [attribute.type('dtype', tensor.dtype), attribute.type('Tindices', 'int32')],
    )
  const scaled = (held: (typeof inputs)[number], numbers: Ref) => {
    const { dtype, scale } = held.tensor
    const found = gather(held, numbers)
    const floats =
      dtype === 'float32'
        ? found
        : graph.op('Cast', [found], [attribute.type('SrcT', dtype), attribute.type('DstT', 'float32')])
    if (scale === 1) return floats
    const factor = graph.constant(dataTypes.float32, [], Float32Array.of(scale))
    return graph.op('Mul', [floats, factor], [attribute.type('T', 'float32')])
  }
  const loaded = graph.op(
    'Identity',
    [graph.constant(dataTypes.int32, [], Int32Array.of(1))],
    [attribute.type('T', 'int32')],
    { after: [...inputs, ...targets].map(({ loaded }) => loaded) },
  )
  return {
    fed: false,
    load: (session) =>
      void session.values(
        Object.fromEntries(Object.entries(files).map(([feed, path]) => [feed, tf.scalar(path, 'string')])),
        [loaded],
      ),
    rows: (numbers) => ({
      inputs: inputs.map((held) => scaled(held, numbers)),
      targets: targets.map((held) => gather(held, numbers)),
    }),
    feeds: () => ({}),
    close: () => {},
  }
}
