import type { HostValues } from '../runtime/load-tensorflow.ts'
import { type Attribute, attribute, attributeTypes, type DataType, dataTypes } from '../runtime/native-op.ts'
import { bytes, type Field, float, floats, integer, integers, message, string } from './protobuf.ts'
import type { Recording, Source } from './record.ts'

/** An output of a node, in the words of a GraphDef: `name` or `name:1`. */
export type Ref = string

/** The version of GraphDef that is written: TensorFlow 2.21. */
const producer = 2450

/** A graph in the making. */
export interface Graph {
  /**
   * Adds an op; gives its first output. `after` are nodes that must have run before it; `device` is where it must run, where
   * TensorFlow is not to choose.
   */
  op(
    kind: string,
    inputs: Ref[],
    attributes?: Attribute[],
    options?: { name?: string; after?: Ref[]; device?: string },
  ): Ref
  constant(dtype: number, shape: number[], values: HostValues): Ref
  placeholder(name: string, dtype: DataType): Ref
  /** A variable of the session; gives its handle. */
  variable(name: string, dtype: DataType, shape: number[], options?: { device?: string }): Ref
  /** Puts a recording in; gives its outputs, and the new values of the variables it assigns to. */
  stamp(recording: Recording, inputs: Ref[], variables: Ref[]): { outputs: Ref[]; assigned: Map<number, Ref> }
  /** The graph as the bytes of a SavedModel with the tag `serve`. */
  savedModel(): Uint8Array
  readonly size: number
}

/** An empty graph. */
export function createGraph(): Graph {
  const nodes: Field[] = []
  const scalars = new Map<string, Ref>()
  let next = 0

  const add = (kind: string, name: string, inputs: Ref[], attributes: Field[], device?: string) => {
    nodes.push(
      bytes(
        1,
        message([
          string(1, name),
          string(2, kind),
          ...inputs.map((input) => string(3, input)),
          ...(device ? [string(4, device)] : []),
          ...attributes,
        ]),
      ),
    )
    return name
  }
  const graph: Graph = {
    op(kind, inputs, attributes = [], { name = `${kind}_${next++}`, after = [], device } = {}) {
      return add(
        kind,
        name,
        [...inputs, ...after.map((ref) => `^${nodeOf(ref)}`)],
        attributes.map(attributeField),
        device,
      )
    },
    constant(dtype, shape, values) {
      const raw = rawBytes(dtype, values)
      // A step has hundreds of small constants, most of them alike.
      const key = raw.length <= 32 ? `${dtype}/${shape}/${raw.toString('latin1')}` : undefined
      const found = key === undefined ? undefined : scalars.get(key)
      if (found) return found
      const name = add(
        'Const',
        `Const_${next++}`,
        [],
        [
          entry('dtype', integer(6, dtype)),
          entry('value', bytes(8, message([integer(1, dtype), bytes(2, shapeOf(shape)), bytes(4, raw)]))),
        ],
      )
      if (key !== undefined) scalars.set(key, name)
      return name
    },
    placeholder: (name, dtype) => graph.op('Placeholder', [], [attribute.type('dtype', dtype)], { name }),
    variable: (name, dtype, shape, options = {}) =>
      graph.op(
        'VarHandleOp',
        [],
        [
          attribute.type('dtype', dtype),
          attribute.shape('shape', shape),
          attribute.string('shared_name', name),
        ],
        options,
      ),
    stamp(recording, inputs, variables) {
      const names: string[] = []
      const constants = new Map<number, Ref>()
      const refOf = (source: Source): Ref => {
        switch (source.from) {
          case 'node':
            return source.output === 0
              ? (names[source.node] as string)
              : `${names[source.node] as string}:${source.output}`
          case 'input':
            return inputs[source.input] as Ref
          case 'variable':
            return variables[source.variable] as Ref
          case 'constant': {
            const made = constants.get(source.constant)
            if (made) return made
            const { dtype, shape, values } = recording.constants[
              source.constant
            ] as Recording['constants'][number]
            const ref = graph.constant(dtype, shape, values)
            constants.set(source.constant, ref)
            return ref
          }
        }
      }
      for (const { op, attributes, inputs: sources } of recording.ops)
        names.push(graph.op(op, sources.map(refOf), attributes))
      return {
        outputs: recording.outputs.map(refOf),
        assigned: new Map([...recording.assigned].map(([variable, source]) => [variable, refOf(source)])),
      }
    },
    savedModel() {
      const graphDef = message([...nodes, bytes(4, message([integer(1, producer)]))])
      const metaGraph = message([bytes(1, message([string(4, 'serve')])), bytes(2, graphDef)])
      return message([integer(1, 1), bytes(2, metaGraph)])
    },
    get size() {
      return nodes.length
    },
  }
  return graph
}

const nodeOf = (ref: Ref) => ref.split(':')[0] as string

const shapeOf = (shape: number[]) => message(shape.map((size) => bytes(2, message([integer(1, size)]))))

const entry = (name: string, value: Field): Field => bytes(5, message([string(1, name), bytes(2, value)]))

function attributeField({ name, type, value }: Attribute): Field {
  const list = Array.isArray(value)
  switch (type) {
    case attributeTypes.type:
      return entry(name, integer(6, value as number))
    case attributeTypes.bool:
      return entry(name, integer(5, value ? 1 : 0))
    case attributeTypes.int:
      return entry(name, list ? bytes(1, integers(3, value as number[])) : integer(3, value as number))
    case attributeTypes.float:
      return entry(name, list ? bytes(1, floats(4, value as number[])) : float(4, value as number))
    case attributeTypes.shape:
      return entry(name, bytes(7, shapeOf(value as number[])))
    case attributeTypes.string:
      return entry(name, string(2, String(value)))
    default:
      throw new Error(`The attribute ${name} is of a type ${type} that no graph can hold.`)
  }
}

function rawBytes(dtype: number, values: HostValues): Buffer {
  if (Array.isArray(values)) throw new Error('A constant of strings cannot be put into a graph.')
  const View = dtype === dataTypes.float32 ? Float32Array : dtype === dataTypes.bool ? Uint8Array : Int32Array
  // tfjs hands plain arrays down where it likes; an int64 comes as pairs of int32.
  const typed = values instanceof View ? values : View.from(values as Float32Array)
  return Buffer.from(typed.buffer, typed.byteOffset, typed.byteLength)
}
