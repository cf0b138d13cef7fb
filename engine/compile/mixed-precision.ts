import { type Attribute, attribute, dataTypes } from '../runtime/native-op.ts'
import type { RecordedOp, Recording, Source } from './record.ts'

/** Ops that gain from short numbers, and which of their inputs are the numbers: matrix products and convolutions, both ways. */
const shortened: Record<string, number[]> = {
  MatMul: [0, 1],
  BatchMatMul: [0, 1],
  BatchMatMulV2: [0, 1],
  Conv2D: [0, 1],
  Conv2DBackpropInput: [1, 2],
  Conv2DBackpropFilter: [0, 2],
  DepthwiseConv2dNative: [0, 1],
  DepthwiseConv2dNativeBackpropInput: [1, 2],
  DepthwiseConv2dNativeBackpropFilter: [0, 2],
}

/**
 * The same recording with its matrix products and convolutions in bfloat16, weights and all else in float32: what Keras's
 * `mixed_bfloat16` does where it pays. bfloat16 reaches as far as float32, so no loss need be scaled as for float16.
 */
export function inBfloat16({ ops, constants, outputs, assigned }: Recording): Recording {
  const made: RecordedOp[] = []
  /** Where the outputs of each op of old are now. */
  const places: number[] = []
  /** What was shortened already: a value is cast once, however many products it goes into. */
  const short = new Map<string, Source>()
  const moved = (source: Source): Source =>
    source.from === 'node' ? { ...source, node: places[source.node] as number } : source
  const add = (op: string, attributes: Attribute[], inputs: Source[]): Source => {
    made.push({ op, attributes, inputs })
    return { from: 'node', node: made.length - 1, output: 0 }
  }
  const cast = (from: 'float32' | 'bfloat16', to: 'float32' | 'bfloat16', source: Source) =>
    add('Cast', [attribute.type('SrcT', from), attribute.type('DstT', to)], [source])
  for (const { op, attributes, inputs } of ops) {
    const numbers = shortened[op]
    const isFloat = attributes.some(({ name, value }) => name === 'T' && value === dataTypes.float32)
    if (!numbers || !isFloat) {
      places.push(made.length)
      made.push({ op, attributes, inputs: inputs.map(moved) })
      continue
    }
    const given = inputs.map((input, at) => {
      const source = moved(input)
      if (!numbers.includes(at)) return source
      const key = JSON.stringify(source)
      const found = short.get(key) ?? cast('float32', 'bfloat16', source)
      short.set(key, found)
      return found
    })
    const types = attributes.map((one) => (one.name === 'T' ? attribute.type('T', 'bfloat16') : one))
    cast('bfloat16', 'float32', add(op, types, given))
    places.push(made.length - 1)
  }
  return {
    ops: made,
    constants,
    outputs: outputs.map(moved),
    assigned: new Map([...assigned].map(([variable, source]) => [variable, moved(source)])),
  }
}
