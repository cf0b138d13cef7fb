import type { Tensor, Variable } from '@tensorflow/tfjs-node-gpu'
import { Fault } from '../../contract/failure.ts'
import {
  type HostValues,
  type NativeBinding,
  type NativeTensor,
  nativeBackend,
  type TensorFlow,
} from '../runtime/load-tensorflow.ts'
import { type Attribute, attribute, attributeTypes } from '../runtime/native-op.ts'

/** Where a value of a recording comes from. */
export type Source =
  | { from: 'node'; node: number; output: number }
  | { from: 'constant'; constant: number }
  | { from: 'input'; input: number }
  /** The variable's value when the step begins. */
  | { from: 'variable'; variable: number }

export interface RecordedOp {
  op: string
  attributes: Attribute[]
  inputs: Source[]
}

export interface RecordedConstant {
  /** TensorFlow's number of the type. */
  dtype: number
  shape: number[]
  values: HostValues
}

/** What a function did, as plain data: it can be put into a graph as often as is wanted. */
export interface Recording {
  ops: RecordedOp[]
  constants: RecordedConstant[]
  outputs: Source[]
  /** The new value of each variable that was assigned to, by its index. */
  assigned: Map<number, Source>
}

/** A function that reads a value back to the host cannot be recorded: what it does next may depend on it. */
export class NotRecordable extends Fault {}

/**
 * Runs `run` once and writes down every TensorFlow op it makes, those of tfjs's gradient tape included. Values made on the
 * host become constants. The variables are as before afterwards.
 * @throws NotRecordable when a tensor is read back to the host
 */
export function record(
  tf: TensorFlow,
  inputs: Tensor[],
  variables: Variable[],
  run: () => Tensor[],
): Recording {
  const backend = nativeBackend(tf)
  const real = backend.binding
  const ops: RecordedOp[] = []
  const constants: RecordedConstant[] = []
  const sources = new Map<number, Source>()
  const idOf = (tensor: Tensor) => backend.getInputTensorIds([tensor])[0] as number

  const constant = (id: number, dtype: number, shape: number[], values: HostValues): Source => {
    const source: Source = { from: 'constant', constant: constants.length }
    constants.push({ dtype, shape, values })
    sources.set(id, source)
    return source
  }
  const known = (id: number): Source => {
    const source = sources.get(id)
    if (!source) throw new NotRecordable('compile.outside')
    return source
  }
  // Its properties are read-only, so a heir of it needs definitions of its own.
  const recorder: Pick<NativeBinding, 'executeOp' | 'createTensor' | 'tensorDataSync'> = {
    executeOp(op: string, attributes: Attribute[], ids: number[], count: number) {
      const outputs = real.executeOp(op, attributes, ids, count)
      for (const [output, { id }] of outputs.entries())
        sources.set(id, { from: 'node', node: ops.length, output })
      ops.push({ op, attributes: whole(op, attributes, outputs), inputs: ids.map(known) })
      return outputs
    },
    createTensor(shape: number[], dtype: number, values: HostValues) {
      const id = real.createTensor(shape, dtype, values)
      constant(id, dtype, shape, values.slice() as HostValues)
      return id
    },
    tensorDataSync() {
      throw new NotRecordable('compile.read-back')
    },
  }
  const binding = Object.create(
    real,
    Object.fromEntries(Object.entries(recorder).map(([name, value]) => [name, { value }])),
  ) as NativeBinding

  for (const [input, tensor] of inputs.entries()) sources.set(idOf(tensor), { from: 'input', input })
  for (const [variable, tensor] of variables.entries())
    sources.set(idOf(tensor), { from: 'variable', variable })
  const before = variables.map((variable) => ({ id: idOf(variable), value: variable.clone() }))
  backend.binding = binding
  try {
    const assigned = new Map<number, Source>()
    let outputs: Source[] = []
    tf.tidy(() => {
      outputs = run().map((tensor) => known(idOf(tensor)))
      for (const [index, variable] of variables.entries()) {
        const id = idOf(variable)
        if (id !== before[index]?.id) assigned.set(index, known(id))
      }
    })
    return { ops, constants, outputs, assigned }
  } finally {
    backend.binding = real
    for (const [index, { value }] of before.entries()) {
      variables[index]?.assign(value)
      value.dispose()
    }
  }
}

/** Run at once, an op infers its types from its inputs; in a graph they must be said. tfjs leaves them out for this one. */
const whole = (op: string, attributes: Attribute[], outputs: NativeTensor[]): Attribute[] =>
  op === 'ExpandDims' && attributes.length === 0
    ? [{ name: 'T', type: attributeTypes.type, value: outputs[0]?.dtype }, attribute.type('Tdim', 'int32')]
    : attributes

/** A recording without the ops that nothing asked for needs: a gradient of an input, a mask nobody reads. */
export function prune(recording: Recording): Recording {
  const wanted = new Set<number>()
  const waiting = [...recording.outputs, ...recording.assigned.values()]
  for (let source = waiting.pop(); source; source = waiting.pop()) {
    if (source.from !== 'node' || wanted.has(source.node)) continue
    wanted.add(source.node)
    waiting.push(...(recording.ops[source.node] as RecordedOp).inputs)
  }
  const places = new Map([...wanted].sort((a, b) => a - b).map((node, place) => [node, place]))
  const moved = (source: Source): Source =>
    source.from === 'node' ? { ...source, node: places.get(source.node) as number } : source
  return {
    ops: [...places.keys()].map((node) => {
      const { op, attributes, inputs } = recording.ops[node] as RecordedOp
      return { op, attributes, inputs: inputs.map(moved) }
    }),
    constants: recording.constants,
    outputs: recording.outputs.map(moved),
    assigned: new Map([...recording.assigned].map(([variable, source]) => [variable, moved(source)])),
  }
}
