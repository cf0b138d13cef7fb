import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { attribute, dataTypes } from '../runtime/native-op.ts'
import type { Graph, Ref } from './graph.ts'
import type { Session } from './session.ts'

/** The plan of an epoch as variables of the session: a call needs to say no more than the number of its first step. */
export interface EpochInGraph {
  /** The placeholder of the number of a call's first step, from 0. */
  readonly first: string
  /** Rows (int32 [size]) and learning rate (float32 scalar) of the step that is `index` steps after the first. */
  step(index: number, size: number): { numbers: Ref; rate: Ref }
  /** Sets the rows of the next epoch, in the order they are seen, and the learning rate of each step. */
  begin(session: Session, rows: Int32Array, rates: Float32Array): void
}

/** Puts the plan of an epoch into a graph. */
export function addEpoch(
  tf: TensorFlow,
  graph: Graph,
  { rowsPerEpoch, batchSize }: { rowsPerEpoch: number; batchSize: number },
): EpochInGraph {
  const number = (value: number) => graph.constant(dataTypes.int32, [], Int32Array.of(value))
  const int32 = [attribute.type('T', 'int32')]
  const variable = (name: string, dtype: 'float32' | 'int32', length: number) => {
    const kind = attribute.type('dtype', dtype)
    const handle = graph.variable(name, dtype, [length])
    const set = graph.op('AssignVariableOp', [handle, graph.placeholder(`${name}_next`, dtype)], [kind])
    return { set, read: () => graph.op('ReadVariableOp', [handle], [kind]) }
  }
  const rows = variable('epoch_rows', 'int32', rowsPerEpoch)
  const rates = variable('epoch_rates', 'float32', Math.ceil(rowsPerEpoch / batchSize))
  const begun = graph.op('Identity', [number(1)], int32, { after: [rows.set, rates.set] })
  const first = graph.placeholder('first_step', 'int32')
  return {
    first,
    step(index, size) {
      const step = index === 0 ? first : graph.op('AddV2', [first, number(index)], int32)
      const start = graph.op('Mul', [step, number(batchSize)], int32)
      const place = graph.op('Pack', [start], [...int32, attribute.int('N', 1), attribute.int('axis', 0)])
      const count = graph.constant(dataTypes.int32, [1], Int32Array.of(size))
      return {
        numbers: graph.op('Slice', [rows.read(), place, count], [...int32, attribute.type('Index', 'int32')]),
        rate: graph.op(
          'GatherV2',
          [rates.read(), step, number(0)],
          [
            attribute.type('Tparams', 'float32'),
            attribute.type('Tindices', 'int32'),
            attribute.type('Taxis', 'int32'),
          ],
        ),
      }
    },
    begin: (session, order, rate) =>
      void session.values(
        { epoch_rows_next: tf.tensor1d(order, 'int32'), epoch_rates_next: tf.tensor1d(rate) },
        [begun],
      ),
  }
}
