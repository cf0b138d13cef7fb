import type { Tensor, Variable } from '@tensorflow/tfjs-node-gpu'
import type { PackedPart } from '../../contract/data/packed.ts'
import type { Outcome } from '../evaluate/outcome.ts'
import { measuredMetrics } from '../train/metrics/metrics-by-name.ts'
import { predictBatch } from '../train/step-functions.ts'
import type { MeasureSetup, PredictSetup } from '../train/trainer.ts'
import { createGraph, type Graph } from './graph.ts'
import { addVariables, type GraphVariables } from './graph-variables.ts'
import { addForward, addMeasure, rowsAtOnce } from './measure-in-graph.ts'
import { openSources } from './open-sources.ts'
import type { RowSource } from './row-source.ts'
import { openSession, type Session } from './session.ts'

/** A model that only goes forward, as one graph. */
export interface CompiledForward<Result> {
  run(rows: Int32Array): Result
  close(): void
}

/** What a model is run on: packed data and its folder. */
export interface ForwardData {
  folder: string
  part: PackedPart
}

/** Loss, metrics and confusion of a model on rows. @throws NotRecordable when a graph cannot hold the model */
export function compiledMeasure(setup: MeasureSetup, data: ForwardData): CompiledForward<Outcome> {
  const metrics = measuredMetrics(setup)
  return opened(setup, data, (...parts) => addMeasure(setup, metrics, ...parts))
}

/**
 * What `ofBatch` makes of the inputs of rows, as a list for each row: a model's outputs where nothing is said. @throws NotRecordable when a graph cannot hold the model
 */
export function compiledPredict(
  setup: PredictSetup,
  data: ForwardData,
  ofBatch: (setup: PredictSetup, inputs: Tensor[]) => Tensor = predictBatch,
): CompiledForward<Generator<number[][]>> {
  const { tf } = setup.context
  return opened(setup, data, (graph, variables, on) => {
    const forward = addForward(tf, graph, variables, on, (inputs) => [ofBatch(setup, inputs)])
    return function* (session, rows) {
      for (const { values, count } of forward.batches(session, rows)) {
        const all = Array.from(values[0] as ArrayLike<number>)
        const width = all.length / rowsAtOnce
        yield Array.from({ length: count }, (_, row) => all.slice(row * width, (row + 1) * width))
      }
    }
  })
}

type Run<Result> = (session: Session, rows: Int32Array) => Result

/** Makes a graph of what `add` puts in and loads it with the model's weights. */
function opened<Result>(
  { context, trainable }: Pick<MeasureSetup, 'context' | 'trainable'>,
  { folder, part }: ForwardData,
  add: (
    graph: Graph,
    variables: GraphVariables,
    on: { source: RowSource; folder: string; part: PackedPart },
  ) => Run<Result>,
): CompiledForward<Result> {
  const { tf, clock } = context
  const graph = createGraph()
  const weights = trainable.model.weights.map((weight) => weight.read() as Variable)
  const variables = addVariables(graph, [...weights, clock])
  const { source } = openSources(tf, graph, folder, part, null)
  const run = add(graph, variables, { source, folder, part })
  const session = openSession(tf, graph)
  source.load(session)
  variables.push(session)
  return {
    run: (rows) => run(session, rows),
    close() {
      session.close()
      source.close()
    },
  }
}
