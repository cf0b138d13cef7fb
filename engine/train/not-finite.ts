import type { Tensor, Variable } from '@tensorflow/tfjs-node-gpu'
import { type FailureCode, Fault } from '../../contract/failure.ts'
import { disposeBatch, openBatches } from '../data/batches.ts'
import { breathe } from '../evaluate/measure.ts'
import { loadCheckpoint, type Position, readKept } from './checkpoint.ts'
import { epochRates, epochRows } from './epoch-plan.ts'
import type { Line } from './line.ts'
import { type Prepared, startModel } from './prepare-trainer.ts'
import { stateOf, trainBatch } from './step-functions.ts'

interface Found {
  code: FailureCode
  layer: string
}

/**
 * Finds where a loss that is not finite came from: training is repeated, exactly, from the last checkpoint up to the step
 * before, and from there on op by op with every layer's output and gradient looked at.
 * @param from where this process began
 * @param at the position before the step
 * @returns Fault `engine.not-finite` and its like, with layer, epoch, batch and step
 */
export async function notFinite(
  prepared: Prepared,
  from: Position,
  at: Position,
  loss: number,
  line: Line,
): Promise<Fault> {
  const { stepsPerEpoch } = prepared
  const stepOf = ({ epoch, step }: Pick<Position, 'epoch' | 'step'>) => (epoch - 1) * stepsPerEpoch + step
  const wanted = stepOf(at)
  const values = { value: String(loss), epoch: at.epoch, step: wanted + 1, batch: at.step + 1 }
  const kept = readKept(prepared.order.folder)
  const usable = kept !== null && stepOf(kept.position) <= wanted
  const start = usable ? kept.position : from
  if (usable) loadCheckpoint(prepared.order.folder, prepared.trainer, prepared.setup, kept)
  else if (stepOf(from) === 0) await startAnew(prepared)
  else return new Fault('engine.not-finite', values)
  line.report({ kind: 'log', line: `Looks for the cause: repeats the steps after ${stepOf(start)}.` })

  // The step before is looked at, too: its gradient may have made the weights what they are.
  const firstLooked = Math.max(stepOf(start), wanted - 1)
  for (let step = stepOf(start); step <= wanted; ) {
    const epoch = Math.floor(step / stepsPerEpoch) + 1
    const within = step % stepsPerEpoch
    if (within === 0 || step === stepOf(start))
      prepared.trainer.begin(epochRows(prepared, epoch), epochRates(prepared, at.callbacks, epoch))
    if (step >= firstLooked) {
      const found = lookAtStep(prepared, epoch, within)
      if (found) return new Fault(found.code, { ...values, layer: found.layer })
    }
    const until = Math.min(stepsPerEpoch, within + Math.max(1, firstLooked - step))
    const count = Math.min(prepared.trainer.stepsPerRun, until - within)
    prepared.trainer.run(within, count)
    step += count
    await breathe()
    if (line.stop()) break
  }
  return new Fault('engine.not-finite', values)
}

/** Weights, slots and clock as they were before the first step. */
async function startAnew({ setup, trainer, order }: Prepared) {
  const { tf } = setup.context
  const fresh = stateOf({ ...setup, ...(await startModel(tf, order)) })
  for (const [index, variable] of trainer.state.all.entries()) variable.assign(fresh.all[index] as Variable)
  tf.dispose(fresh.all)
  trainer.push()
}

/** One step op by op, without its update. What is not finite first, if anything. */
function lookAtStep(prepared: Prepared, epoch: number, step: number): Found | null {
  const { setup, trainer } = prepared
  const { context, folder, part, batchSize, trainable } = setup
  const { tf, clock } = context
  const { state } = trainer
  trainer.pull()
  const finite = (tensor: Tensor) =>
    tensor.dtype !== 'float32' || tf.tidy(() => tensor.isFinite().all().dataSync()[0] === 1)
  const source = openBatches(tf, folder, part)
  const batch = source.batch(epochRows(prepared, epoch).subarray(step * batchSize, (step + 1) * batchSize))
  source.close()
  const layers = trainable.model.layers
  const ownerOf = (variable: Variable) =>
    layers.find((layer) => layer.weights.some((weight) => weight.read() === variable))?.name ?? ''
  let found: Found | null = null
  const undo = layers.map((layer) => {
    const call = layer.call
    layer.call = function (inputs, kwargs) {
      const outputs = call.apply(this, [inputs, kwargs])
      if (!found && ![outputs].flat().every(finite))
        found = { code: 'engine.not-finite-output', layer: layer.name }
      return outputs
    }
    return () => {
      layer.call = call
    }
  })
  try {
    if (![...batch.inputs, ...batch.targets].every(finite))
      return { code: 'engine.not-finite-data', layer: '' }
    tf.tidy(() => {
      const before = clock.clone()
      const given = [...batch.inputs, ...batch.targets]
      const [, ...gradients] = trainBatch(setup, state, given, tf.scalar(0), () => false)
      clock.assign(before)
      // A gradient runs from the last layer to the first.
      const bad = gradients.findLastIndex((gradient) => !finite(gradient))
      const variable = state.all[state.trained[bad] ?? -1]
      if (!found && variable) found = { code: 'engine.not-finite-gradient', layer: ownerOf(variable) }
    })
    return found
  } finally {
    for (const back of undo) back()
    disposeBatch(batch)
  }
}
