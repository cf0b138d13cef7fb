import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TrainOrder } from '../../contract/engine.ts'
import { checkMonitors } from '../../contract/training/check-settings.ts'
import { toEvaluation } from '../evaluate/outcome.ts'
import type { GivenWeights } from '../export/given-weights.ts'
import { loadWeights, saveWeights } from '../export/weights.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { firstCallbackState } from './callbacks.ts'
import {
  checkpointFile,
  type Kept,
  loadCheckpoint,
  type Position,
  readKept,
  restoreFile,
} from './checkpoint.ts'
import { runEpochs } from './epoch-loop.ts'
import type { Line } from './line.ts'
import { pointReporter } from './point-reporter.ts'
import { type Prepared, prepareTrainer } from './prepare-trainer.ts'

/**
 * Trains to the end of the order, or until it is told to stop. What is on disk at any time is enough to go on as if nothing
 * had happened: the next step depends on the checkpoint, the data and the seed, and on nothing else.
 */
export async function train(tf: TensorFlow, order: TrainOrder, line: Line) {
  const kept = order.resume ? readKept(order.folder) : null
  // A checkpoint holds all weights, those of a frozen base too: the file that training began with may be gone by now.
  const weights = kept ? checkpointFile(order.folder) : order.weights
  const prepared = await prepareTrainer(tf, { ...order, weights }, line)
  const { setup, trainer, data, validationRows, stepsPerEpoch, resolved } = prepared
  checkMonitors(order.settings, data.task, setup.validation !== null)
  if (kept) {
    loadCheckpoint(order.folder, trainer, setup, kept)
    keepBest(order, kept)
  }
  const position = kept ? takenUp(kept, order) : firstPosition(prepared)
  const stepsDone = (position.epoch - 1) * stepsPerEpoch + position.step
  if (order.resume) {
    const points = kept?.points ?? { steps: [], epochs: [] }
    line.report({ kind: 'resumed', epoch: position.epoch, step: stepsDone, ...points })
    line.report({ kind: 'log', line: `Goes on in epoch ${position.epoch}, after ${stepsDone} steps.` })
  }
  if (prepared.given && !kept)
    line.report({ kind: 'log', line: startedFrom(prepared.given, order.weights ?? '') })
  if (resolved.notCompiledBecause)
    line.report({ kind: 'log', line: `Trains op by op: ${resolved.notCompiledBecause.message}` })
  if (resolved.otherPolicyBecause) line.report({ kind: 'log', line: resolved.otherPolicyBecause.message })
  line.report({ kind: 'started', parameters: setup.trainable.model.countParams(), resolved })
  const { epochs, batchSize } = order.settings
  const points = pointReporter(line.report, stepsPerEpoch, epochs, batchSize, stepsDone)
  const ended = await runEpochs(prepared, position, line, points)
  if (ended.status !== 'paused') points.flush('evaluating')
  const averaged = ended.status !== 'paused' && takeAverages(prepared)
  const restored = ended.status === 'finished' && restoreBest(prepared)
  const outcome = averaged || restored ? null : ended.outcome
  const measured = setup.validation !== null && ended.status !== 'paused'
  const evaluation = measured
    ? toEvaluation(outcome ?? trainer.measure(validationRows), data.classes, validationRows.length)
    : null
  trainer.dispose()
  line.report({ kind: 'trained', status: ended.status, evaluation })
}

function startedFrom({ taken, drawn }: GivenWeights, file: string): string {
  const anew = drawn.length ? `; drawn at random: ${drawn.join(', ')}` : ''
  return `Layers that begin with the weights of ${file}: ${taken.length}${anew}.`
}

const firstPosition = ({ order, resolved }: Prepared): Position => ({
  epoch: 1,
  step: 0,
  seconds: 0,
  totals: {},
  callbacks: firstCallbackState(order.settings, resolved.learningRate),
})

/** Where a checkpoint goes on. A run that early stopping had ended, and that is given more epochs, gets its patience anew. */
function takenUp({ position, epochs }: Kept, { settings }: TrainOrder): Position {
  const { earlyStopping } = position.callbacks
  if (!earlyStopping.stopped || settings.epochs <= epochs) return position
  return {
    ...position,
    callbacks: { ...position.callbacks, earlyStopping: { ...earlyStopping, wait: 0, stopped: false } },
  }
}

/** Ends with the running averages of the weights, where they are kept. The checkpoint has the weights themselves. */
function takeAverages({ order, setup, trainer }: Prepared): boolean {
  if (!trainer.state.optimizer.takeAverages()) return false
  trainer.push()
  saveWeights(setup.trainable.model, keptWeights(order))
  return true
}

/** Goes back to the best epoch's weights, where that was asked for. The checkpoint keeps those of the last one. */
function restoreBest({ order, setup, trainer }: Prepared): boolean {
  const best = restoreFile(order.folder)
  // Without an epoch that was watched there is none to go back to.
  if (!order.settings.earlyStopping?.restore_best_weights || !existsSync(best)) return false
  const { model } = setup.trainable
  loadWeights(setup.context.tf, model, best)
  trainer.push()
  saveWeights(model, keptWeights(order))
  // They are the run's weights now; should it be given more epochs, it goes back to those.
  rmSync(best)
  return true
}

/** A run that went back to its best epoch and is given more epochs may have to go back there once more. */
function keepBest(order: TrainOrder, { position }: Kept) {
  const wanted =
    order.settings.earlyStopping?.restore_best_weights && position.callbacks.earlyStopping.best !== null
  const best = restoreFile(order.folder)
  if (!wanted || existsSync(best) || !existsSync(keptWeights(order))) return
  copyFileSync(keptWeights(order), `${best}.part`)
  renameSync(`${best}.part`, best)
}

const keptWeights = ({ folder }: TrainOrder) => join(folder, 'weights.safetensors')
