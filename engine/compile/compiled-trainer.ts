import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { PackedPart } from '../../contract/packed.ts'
import type { Metrics } from '../../contract/run.ts'
import { openBatches } from '../data/batches.ts'
import { addTo, emptyTally, toOutcome } from '../evaluate/outcome.ts'
import { attribute, dataTypes } from '../runtime/native-op.ts'
import { measureBatch, stateOf, trainBatch } from '../train/step-functions.ts'
import type { Trainer, TrainingSetup } from '../train/trainer.ts'
import { fusedUpdate } from './fused-updates.ts'
import { createGraph, type Ref } from './graph.ts'
import { addVariables } from './graph-variables.ts'
import { holdPart } from './held-data.ts'
import { prune, type Recording, record } from './record.ts'
import { openSession } from './session.ts'

/** Rows measured at once. Larger than a training batch pays, as nothing is kept for a gradient. */
const measureRows = 128

/** One call of the session should be at least this many ops long, or the call costs more than the work. */
const opsPerRun = 1500

/**
 * A trainer whose step is one TensorFlow graph. Forward, backward and metrics are recorded from what tfjs does; data,
 * weights, optimizer slots and the clock live in the session; a call hands over the number of the first step and brings
 * back the metrics.
 * @throws NotRecordable when the model does something that a graph cannot hold
 */
export function compiledTrainer(setup: TrainingSetup): Trainer {
  const { context, folder, part, validation, batchSize, rowsPerEpoch } = setup
  const { tf } = context
  const graph = createGraph()
  const state = stateOf(setup)
  const variables = addVariables(graph, state.all)
  const held = holdPart(graph, 'train', folder, part)
  const measured =
    validation === part ? held : validation ? holdPart(graph, 'validation', folder, validation) : null
  const update = fusedUpdate(state.optimizer.name, state.optimizer.settings)
  const isFused = (place: number) => update !== undefined && !state.sparse.has(place)
  const type = (name: 'float32' | 'int32') => attribute.type('T', name)
  const number = (value: number) => graph.constant(dataTypes.int32, [], Int32Array.of(value))

  // The epoch: which rows, in which order, at which rates.
  const epochVariable = (name: string, dtype: 'float32' | 'int32', length: number) => {
    const kind = attribute.type('dtype', dtype)
    const handle = graph.variable(name, dtype, [length])
    const set = graph.op('AssignVariableOp', [handle, graph.placeholder(`${name}_next`, dtype)], [kind])
    return { handle, set, read: () => graph.op('ReadVariableOp', [handle], [kind]) }
  }
  const rows = epochVariable('epoch_rows', 'int32', rowsPerEpoch)
  const rates = epochVariable('epoch_rates', 'float32', Math.ceil(rowsPerEpoch / batchSize))
  const begun = graph.op('Identity', [number(1)], [type('int32')], { after: [rows.set, rates.set] })
  const first = graph.placeholder('first_step', 'int32')

  /** Records a function on the first rows of a part: its inputs, its targets, and what more is given. */
  const recordOn = (
    source: PackedPart,
    size: number,
    more: Tensor[],
    run: (inputs: Tensor[]) => Tensor[],
  ) => {
    const batches = openBatches(tf, folder, source)
    const batch = batches.batch(Int32Array.from({ length: size }, (_, index) => index % source.items))
    const inputs = [...batch.inputs, ...batch.targets, ...more]
    try {
      return prune(record(tf, inputs, state.all, () => run(inputs)))
    } finally {
      tf.dispose(inputs)
      batches.close()
    }
  }
  const recordStep = (size: number) =>
    recordOn(part, size, [tf.scalar(0.01)], (inputs) =>
      trainBatch(setup, state, inputs.slice(0, -1), inputs.at(-1) as Tensor, (place) => !isFused(place)),
    )

  /** `count` steps one after the other; gives their metrics [count, metrics] once all variables are updated. */
  const chain = (recording: Recording, size: number, count: number): Ref => {
    let after: Ref[] = []
    const metrics: Ref[] = []
    for (let index = 0; index < count; index++) {
      const step = index === 0 ? first : graph.op('AddV2', [first, number(index)], [type('int32')])
      const start = graph.op('Mul', [step, number(batchSize)], [type('int32')])
      const numbers = graph.op(
        'Slice',
        [
          rows.read(),
          graph.op('Pack', [start], [type('int32'), attribute.int('N', 1), attribute.int('axis', 0)]),
          graph.constant(dataTypes.int32, [1], Int32Array.of(size)),
        ],
        [type('int32'), attribute.type('Index', 'int32')],
      )
      const rate = graph.op(
        'GatherV2',
        [rates.read(), step, number(0)],
        [
          attribute.type('Tparams', 'float32'),
          attribute.type('Tindices', 'int32'),
          attribute.type('Taxis', 'int32'),
        ],
      )
      const { inputs, targets } = held.rows(numbers)
      const reads = variables.read(after)
      const { outputs, assigned } = graph.stamp(recording, [...inputs, ...targets, rate], reads)
      const updates = [...assigned].map(([variable, value]) => variables.assign(variable, value))
      if (update) updates.push(...fusedUpdates(outputs.slice(1), reads, rate))
      metrics.push(outputs[0] as Ref)
      after = updates
    }
    const all = graph.op('Pack', metrics, [
      type('float32'),
      attribute.int('N', metrics.length),
      attribute.int('axis', 0),
    ])
    return graph.op('Identity', [all], [type('float32')], { after })
  }

  const fusedUpdates = (gradients: Ref[], reads: Ref[], rate: Ref): Ref[] => {
    const cast = [attribute.type('SrcT', 'int32'), attribute.type('DstT', 'float32')]
    const clock = graph.op('Cast', [reads[state.clock] as Ref], cast)
    const one = graph.constant(dataTypes.float32, [], Float32Array.of(1))
    const step = graph.op('AddV2', [clock, one], [type('float32')])
    const { settings } = state.optimizer
    const places = [...state.trained.keys()].filter(isFused)
    return places.map((place, at) => {
      const index = state.trained[place] as number
      const variable = variables.handles[index] as Ref
      const after: Ref[] = []
      if (settings.weight_decay) {
        const decay = graph.constant(dataTypes.float32, [], Float32Array.of(settings.weight_decay))
        const share = graph.op(
          'Mul',
          [graph.op('Mul', [reads[index] as Ref, decay], [type('float32')]), rate],
          [type('float32')],
        )
        after.push(graph.op('AssignSubVariableOp', [variable, share], [attribute.type('dtype', 'float32')]))
      }
      return update?.(graph, settings, {
        variable,
        slots: (state.slots[place] as number[]).map((slot) => variables.handles[slot] as Ref),
        gradient: gradients[at] as Ref,
        rate,
        step,
        after,
      }) as Ref
    })
  }

  const before = graph.size
  const step = recordStep(batchSize)
  const single = chain(step, batchSize, 1)
  const opsPerStep = graph.size - before
  const wholeSteps = Math.floor(rowsPerEpoch / batchSize)
  const stepsPerRun = Math.max(1, Math.min(32, Math.floor(opsPerRun / opsPerStep), wholeSteps))
  const several = stepsPerRun > 1 ? chain(step, batchSize, stepsPerRun) : single
  const left = rowsPerEpoch % batchSize
  const last = left > 0 ? chain(recordStep(left), left, 1) : single

  const measureNumbers = graph.placeholder('measure_rows', 'int32')
  const measuredRefs = (() => {
    if (!measured || !validation) return []
    const recording = recordOn(validation, measureRows, [], (inputs) => measureBatch(setup, inputs))
    const { inputs, targets } = measured.rows(measureNumbers)
    return graph.stamp(recording, [...inputs, ...targets], variables.read([])).outputs
  })()

  const session = openSession(tf, graph)
  const sent = (feeds: Record<string, Tensor>, fetches: Ref[]) => {
    const results = session.run(feeds, fetches)
    const values = results.map((tensor) => tensor.dataSync())
    tf.dispose([results, feeds])
    return values
  }
  for (const part of new Set([held, ...(measured ? [measured] : [])])) sent(part.feeds(tf), [part.load])
  variables.push(session)

  return {
    stepsPerRun,
    state,
    begin(order, rate) {
      sent({ epoch_rows_next: tf.tensor1d(order, 'int32'), epoch_rates_next: tf.tensor1d(rate) }, [begun])
    },
    run(from, count) {
      const results: Metrics[] = []
      let step = from
      while (step < from + count) {
        const whole = step + stepsPerRun <= Math.min(from + count, wholeSteps)
        const chosen = whole ? several : step < wholeSteps ? single : last
        const [values] = sent({ first_step: tf.scalar(step, 'int32') }, [chosen])
        const width = state.metricNames.length
        for (let at = 0; at < (values as Float32Array).length; at += width)
          results.push(
            Object.fromEntries(
              state.metricNames.map((name, place) => [name, values?.[at + place] as number]),
            ),
          )
        step += whole ? stepsPerRun : 1
      }
      return results
    },
    measure(order) {
      const tally = emptyTally(setup.classes)
      for (let at = 0; at < order.length; at += measureRows) {
        const count = Math.min(measureRows, order.length - at)
        // Rows beyond the end repeat the first and are not counted.
        const numbers = Int32Array.from({ length: measureRows }, (_, index) =>
          index < count ? (order[at + index] as number) : (order[0] as number),
        )
        addTo(
          tally,
          state.metricNames,
          count,
          sent({ measure_rows: tf.tensor1d(numbers, 'int32') }, measuredRefs),
        )
      }
      return toOutcome(tally)
    },
    pull: () => variables.pull(session),
    push: () => variables.push(session),
    dispose() {
      session.close()
      state.optimizer.dispose()
    },
  }
}
