import { join } from 'node:path'
import { measuredAgainst, type PackedPart, type PackedTensor } from '../../contract/data/packed.ts'
import { attribute, dataTypes } from '../runtime/native-op.ts'
import type { Graph, Ref } from './graph.ts'
import type { RowSource } from './row-source.ts'

/**
 * A part of packed data as variables of the session whose memory is the raw files themselves: TensorFlow maps them
 * (`ImmutableConst`), and a step gathers its rows from them. Nothing of the data passes through JavaScript, nothing is
 * copied, and training begins before it is read.
 * @param name keeps this part's variables apart from another's
 * @param place `host`: stays in main memory where a GPU does the work, and each step's rows go over
 */
export function mapPart(
  graph: Graph,
  name: string,
  folder: string,
  part: PackedPart,
  place: 'device' | 'host',
): Pick<RowSource, 'fed' | 'load' | 'rows' | 'feeds' | 'close'> {
  const options = place === 'host' ? { device: '/device:CPU:0' } : {}
  const map = (tensor: PackedTensor, kind: string) => {
    const shape = [part.items, ...tensor.shape]
    const type = attribute.type('dtype', tensor.dtype)
    const handle = graph.variable(`${name}_${kind}`, tensor.dtype, shape, options)
    const values = graph.op(
      'ImmutableConst',
      [],
      [
        type,
        attribute.shape('shape', shape),
        attribute.string('memory_region_name', join(folder, tensor.file)),
        // TensorFlow would fold this into a constant, and copy all of the file to see what it is. It leaves alone what has
        // this attribute (constant_folding.cc); a list of nothing means nothing else.
        attribute.int('_scoped_allocator', []),
      ],
      { device: '/device:CPU:0' },
    )
    return { tensor, handle, mapped: graph.op('AssignVariableOp', [handle, values], [type], options) }
  }
  const inputs = part.inputs.map((tensor, index) => map(tensor, `input_${index}`))
  const targets = measuredAgainst(part).map((tensor, index) => map(tensor, `target_${index}`))
  const gather = ({ tensor, handle }: (typeof inputs)[number], numbers: Ref) =>
    graph.op(
      'ResourceGather',
      [handle, numbers],
      [attribute.type('dtype', tensor.dtype), attribute.type('Tindices', 'int32')],
      options,
    )
  const mapped = graph.op(
    'Identity',
    [graph.constant(dataTypes.int32, [], Int32Array.of(1))],
    [attribute.type('T', 'int32')],
    { after: [...inputs, ...targets].map(({ mapped }) => mapped) },
  )
  return {
    fed: false,
    load: (session) => void session.values({}, [mapped]),
    rows: (numbers) => ({
      inputs: inputs.map((each) => toFloats(graph, each.tensor, gather(each, numbers))),
      targets: targets.map((each) => asTarget(graph, each.tensor, gather(each, numbers))),
    }),
    feeds: () => ({}),
    close: () => {},
  }
}

/** Targets and weights as a step takes them: class numbers as they are, all else as floats. */
export const asTarget = (graph: Graph, tensor: PackedTensor, values: Ref): Ref =>
  tensor.dtype === 'int32' ? values : toFloats(graph, tensor, values)

/** Values of a packed tensor as the numbers they stand for. */
export function toFloats(graph: Graph, { dtype, scale, normalised }: PackedTensor, values: Ref): Ref {
  const floats =
    dtype === 'float32'
      ? values
      : graph.op('Cast', [values], [attribute.type('SrcT', dtype), attribute.type('DstT', 'float32')])
  const float = [attribute.type('T', 'float32')]
  const constant = (numbers: number[], shape: number[]) =>
    graph.constant(dataTypes.float32, shape, Float32Array.from(numbers))
  const plain = scale === 1 ? floats : graph.op('Mul', [floats, constant([scale], [])], float)
  if (!normalised) return plain
  const along = [normalised.scale.length]
  const stretched = graph.op('Mul', [plain, constant(normalised.scale, along)], float)
  return graph.op('AddV2', [stretched, constant(normalised.offset, along)], float)
}
