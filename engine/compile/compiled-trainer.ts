import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { attribute } from '../runtime/native-op.ts'
import { stateOf, trainBatch } from '../train/step-functions.ts'
import type { StepSums, Trainer, TrainingSetup } from '../train/trainer.ts'
import { addEpoch } from './epoch-in-graph.ts'
import { createGraph, type Ref } from './graph.ts'
import { addVariables } from './graph-variables.ts'
import { addMeasure } from './measure-in-graph.ts'
import { openSources } from './open-sources.ts'
import type { Recording } from './record.ts'
import { recordRows } from './record-rows.ts'
import { openSession } from './session.ts'
import { addUpdates } from './update-in-graph.ts'

/** One call of the session should be at least this many ops long, or the call costs more than the work. */
const opsPerRun = 1500

/** A call is never more steps than this: a stop order is heard between two calls. */
const mostSteps = 32

/**
 * A trainer whose step is one TensorFlow graph. Forward, backward and metrics are recorded from what tfjs does; data,
 * weights, optimizer slots and the clock live in the session; a call hands over the number of the first step and brings
 * back the metrics.
 * @param free bytes of memory that data may count on; as many as the system has where nothing is said
 * @throws NotRecordable when the model does something that a graph cannot hold
 */
export function compiledTrainer(setup: TrainingSetup, free?: number): Trainer {
  const { context, folder, part, validation, batchSize, rowsPerEpoch, bfloat16 } = setup
  const { tf } = context
  const graph = createGraph()
  const state = stateOf(setup)
  const variables = addVariables(graph, state.all)
  const { source, measured } = openSources(tf, graph, folder, part, validation, free)
  const epoch = addEpoch(tf, graph, setup)
  const updates = addUpdates(graph, state, variables)

  const recordStep = (size: number) =>
    recordRows(tf, state.all, { folder, part, size, more: [tf.scalar(0.01)], bfloat16 }, (inputs) =>
      trainBatch(
        setup,
        state,
        inputs.slice(0, -1),
        inputs.at(-1) as Tensor,
        (place) => !updates.isFused(place),
      ),
    )

  /** `count` steps one after the other; gives their loss and sums [count, 1 + sums] once all variables are updated. */
  const chain = (recording: Recording, size: number, count: number): Ref => {
    let after: Ref[] = []
    const metrics: Ref[] = []
    for (let index = 0; index < count; index++) {
      const { numbers, rate } = epoch.step(index, size)
      const { inputs, targets } = source.rows(numbers)
      const reads = variables.read(after)
      const { outputs, assigned } = graph.stamp(recording, [...inputs, ...targets, rate], reads)
      metrics.push(outputs[0] as Ref)
      after = [
        ...[...assigned].map(([variable, value]) => variables.assign(variable, value)),
        ...updates.apply(outputs.slice(1), reads, rate),
      ]
    }
    const float = attribute.type('T', 'float32')
    const all = graph.op('Pack', metrics, [
      float,
      attribute.int('N', metrics.length),
      attribute.int('axis', 0),
    ])
    return graph.op('Identity', [all], [float], { after })
  }

  const before = graph.size
  const step = recordStep(batchSize)
  const single = chain(step, batchSize, 1)
  const opsPerStep = graph.size - before
  const wholeSteps = Math.floor(rowsPerEpoch / batchSize)
  const stepsPerRun = source.fed
    ? 1
    : Math.max(1, Math.min(mostSteps, Math.floor(opsPerRun / opsPerStep), wholeSteps))
  const several = stepsPerRun > 1 ? chain(step, batchSize, stepsPerRun) : single
  const left = rowsPerEpoch % batchSize
  const last = left > 0 ? chain(recordStep(left), left, 1) : single
  const measure =
    measured && validation
      ? addMeasure(setup, state.metrics, graph, variables, { source: measured, folder, part: validation })
      : undefined

  const session = openSession(tf, graph)
  for (const each of new Set([source, measured])) each?.load(session)
  variables.push(session)
  const perStep = state.metrics.reduce((sum, { size }) => sum + size, 1)
  let order: Int32Array = new Int32Array()

  return {
    stepsPerRun,
    state,
    begin(rows, rates) {
      order = Int32Array.from(rows)
      source.ahead.begin(order)
      epoch.begin(session, rows, rates)
    },
    run(from, count) {
      const results: StepSums[] = []
      for (let at = from; at < from + count; ) {
        const whole = at + stepsPerRun <= Math.min(from + count, wholeSteps)
        const chosen = whole ? several : at < wholeSteps ? single : last
        source.ahead.reach(at * batchSize)
        const rows = order.subarray(at * batchSize, (at + 1) * batchSize)
        const feeds = { [epoch.first]: tf.scalar(at, 'int32'), ...source.feeds(rows) }
        results.push(...eachStep(session.values(feeds, [chosen])[0] as Float32Array, perStep))
        at += whole ? stepsPerRun : 1
      }
      return results
    },
    measure(rows) {
      if (!measure) throw new Error('This trainer was given nothing to validate on.')
      return measure(session, rows)
    },
    pull: () => variables.pull(session),
    push: () => variables.push(session),
    dispose() {
      session.close()
      for (const each of new Set([source, measured])) each?.close()
      state.optimizer.dispose()
    },
  }
}

/** Loss and sums of several steps [steps, 1 + sums]. */
const eachStep = (values: Float32Array, width: number): StepSums[] =>
  Array.from({ length: values.length / width }, (_, step) => ({
    loss: values[step * width] as number,
    sums: values.subarray(step * width + 1, (step + 1) * width),
  }))
