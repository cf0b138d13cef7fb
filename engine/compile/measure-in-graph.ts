import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { PackedPart } from '../../contract/data/packed.ts'
import { isOfBatch } from '../../contract/training/losses.ts'
import { addTo, emptyTally, type Outcome, toOutcome } from '../evaluate/outcome.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import type { Metric } from '../train/metrics/metric.ts'
import { measureBatch } from '../train/step-functions.ts'
import type { MeasureSetup } from '../train/trainer.ts'
import type { Graph, Ref } from './graph.ts'
import type { GraphVariables } from './graph-variables.ts'
import { recordRows } from './record-rows.ts'
import type { RowSource } from './row-source.ts'
import type { Session } from './session.ts'

/** Rows that go through at once. More than a training batch pays, as nothing is kept for a gradient. */
export const rowsAtOnce = 128

/** Values of a batch of rows, of which the first `count` were asked for. */
type Batch = { values: ArrayLike<number>[]; count: number }

/** What goes forward: rows of a part of packed data, `rowsAtOnce` together unless something else is said. */
interface ForwardOn {
  source: RowSource
  folder: string
  part: PackedPart
  size?: number | undefined
  bfloat16?: boolean | undefined
}

/** Forward passes over rows in slices of one size: what is recorded holds for one batch shape. */
export interface ForwardInGraph {
  batches(session: Session, rows: Int32Array): Generator<Batch>
}

/**
 * Puts a function of rows into a graph; it is handed which of them count last: 1 for those, 0 for what only fills the batch.
 * @throws NotRecordable when it does something that a graph cannot hold
 */
export function addForward(
  tf: TensorFlow,
  graph: Graph,
  variables: GraphVariables,
  { source, folder, part, size = rowsAtOnce, bfloat16 }: ForwardOn,
  run: Parameters<typeof recordRows>[3],
): ForwardInGraph {
  const recording = recordRows(
    tf,
    variables.variables,
    { folder, part, size, more: [tf.ones([size])], bfloat16 },
    run,
  )
  const numbers = graph.placeholder('forward_rows', 'int32')
  const counted = graph.placeholder('forward_counted', 'float32')
  const { inputs, targets } = source.rows(numbers)
  const outputs: Ref[] = graph.stamp(recording, [...inputs, ...targets, counted], variables.read([])).outputs
  return {
    *batches(session, rows) {
      source.ahead.begin(rows)
      for (let at = 0; at < rows.length; at += size) {
        source.ahead.reach(at)
        const count = Math.min(size, rows.length - at)
        // Rows beyond the end repeat the first.
        const wanted = Int32Array.from({ length: size }, (_, index) =>
          index < count ? (rows[at + index] as number) : (rows[0] as number),
        )
        const feeds = {
          ...source.feeds(wanted),
          forward_rows: tf.tensor1d(wanted, 'int32'),
          forward_counted: tf.tensor1d(
            wanted.map((_, index) => Number(index < count)),
            'float32',
          ),
        }
        yield { values: session.values(feeds, outputs), count }
      }
    },
  }
}

/** Puts the measuring of a model into a graph; gives what measures rows. */
export function addMeasure(
  setup: MeasureSetup,
  metrics: readonly Metric[],
  graph: Graph,
  variables: GraphVariables,
  on: ForwardOn,
): (session: Session, rows: Int32Array) => Outcome {
  const { tf } = setup.context
  const size = isOfBatch(setup.loss, setup.lossSettings ?? {}) ? setup.batchSize : undefined
  const forward = addForward(tf, graph, variables, { ...on, size, bfloat16: setup.bfloat16 }, (inputs) =>
    measureBatch(setup, metrics, inputs.slice(0, -1), inputs.at(-1) as Tensor),
  )
  return (session, rows) => {
    const tally = emptyTally(setup)
    for (const { values, count } of forward.batches(session, rows)) addTo(tally, metrics, count, values)
    return toOutcome(tally, metrics)
  }
}
