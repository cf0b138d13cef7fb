import { join } from 'node:path'
import type { EpochPoint, Metrics } from '../../contract/training/run.ts'
import { breathe } from '../evaluate/measure.ts'
import type { Outcome } from '../evaluate/outcome.ts'
import { saveWeights } from '../export/weights.ts'
import { afterEpoch } from './callbacks.ts'
import { type Position, restoreFile, writeCheckpoint } from './checkpoint.ts'
import { epochRates, epochRows } from './epoch-plan.ts'
import type { Line } from './line.ts'
import { addLoss, addSums, finished, ofStep } from './metrics/totals.ts'
import { notFinite } from './not-finite.ts'
import type { PointReporter } from './point-reporter.ts'
import type { Prepared } from './prepare-trainer.ts'

export interface Ended {
  status: 'finished' | 'stopped' | 'paused'
  /** What was measured after the last step, if anything. */
  outcome: Outcome | null
}

/** Trains from a position to the last epoch, to early stopping, or to the order to stop; a checkpoint is written at the end. */
export async function runEpochs(
  prepared: Prepared,
  from: Position,
  line: Line,
  points: PointReporter,
): Promise<Ended> {
  const { order, setup, trainer, validationRows, stepsPerEpoch } = prepared
  const { settings, folder } = order
  const at: Position = structuredClone(from)
  const checkpoint = checkpoints(prepared, line, points)
  const { model } = setup.trainable
  const { metrics } = trainer.state
  let outcome: Outcome | null = null

  const save = (name: string) => saveWeights(model, join(folder, name))
  /** Metrics of the epoch so far, validation included; weights are kept. */
  const closeEpoch = (began: number): EpochPoint => {
    const found = finished(at.totals, metrics)
    if (setup.validation) {
      points.flush('validating')
      outcome = trainer.measure(validationRows)
      Object.assign(found, named('val_', outcome.metrics))
    }
    if (settings.reduceOnPlateau || settings.schedule)
      found.learning_rate = epochRates(prepared, at.callbacks, at.epoch)[at.step - 1] as number
    trainer.pull()
    save('weights.safetensors')
    return { epoch: at.epoch, seconds: (performance.now() - began) / 1000, metrics: found }
  }
  /** Trains on as many steps as the trainer takes at once. @throws Fault of a loss that is not finite */
  const runSteps = async () => {
    const count = Math.min(trainer.stepsPerRun, stepsPerEpoch - at.step)
    for (const { loss, sums } of trainer.run(at.step, count)) {
      if (settings.terminateOnNaN && !Number.isFinite(loss)) {
        points.step(at.epoch, { loss })
        points.flush('training')
        throw await notFinite(prepared, from, at, loss, line)
      }
      const size = Math.min(settings.batchSize, prepared.trainRows.length - at.step * settings.batchSize)
      at.step += 1
      addLoss(at.totals, loss * size, size)
      addSums(at.totals, metrics, sums)
      const { own, running } = ofStep(metrics, sums, at.totals)
      points.step(at.epoch, { loss, ...own }, running)
    }
  }

  while (at.epoch <= settings.epochs && !line.stop() && !at.callbacks.earlyStopping.stopped) {
    const began = performance.now() - at.seconds * 1000
    outcome = null
    trainer.begin(epochRows(prepared, at.epoch), epochRates(prepared, at.callbacks, at.epoch))
    while (at.step < stepsPerEpoch && !line.stop()) {
      await runSteps()
      at.seconds = (performance.now() - began) / 1000
      if (at.step < stepsPerEpoch) checkpoint.ifDue(at)
      await breathe()
    }
    if (at.step < stepsPerEpoch) break
    const point = closeEpoch(began)
    const verdict = afterEpoch(settings, at.callbacks, at.epoch, point.metrics)
    if (verdict.keepForRestore) saveWeights(model, restoreFile(folder))
    if (verdict.saveBest) save('weights-best.safetensors')
    points.epoch(point)
    for (const text of said(verdict.reducedFrom, at)) line.report({ kind: 'log', line: text })
    Object.assign(at, { epoch: at.epoch + 1, step: 0, seconds: 0, totals: {} })
    checkpoint.ifDue(at)
  }

  checkpoint.write(at)
  const stop = line.stop()
  const done = at.epoch > settings.epochs || at.callbacks.earlyStopping.stopped
  if (done) return { status: 'finished', outcome }
  if (stop?.pause) {
    save('weights.safetensors')
    return { status: 'paused', outcome: null }
  }
  // As in Keras, an epoch that was stopped is measured and shown; the checkpoint goes on in the middle of it.
  if (at.step > 0) points.epoch(closeEpoch(performance.now() - at.seconds * 1000))
  return { status: 'stopped', outcome }
}

/** A checkpoint after an epoch may take this part of the time between two of them, so that what is lost is mostly less than an epoch. */
const mostOften = 50

/** Writes checkpoints when their time has come. */
function checkpoints({ order, setup, trainer, stepsPerEpoch }: Prepared, line: Line, points: PointReporter) {
  const { everyMinutes, everySteps } = order.settings.checkpoint
  const stepsAt = ({ epoch, step }: Position) => (epoch - 1) * stepsPerEpoch + step
  let lastTime = performance.now()
  let lastCost = 0
  let lastStep = points.stepNumber()
  const write = (position: Position) => {
    const began = performance.now()
    points.flush('saving')
    const kept = { position, epochs: order.settings.epochs, points: points.unkept(line.kept()) }
    writeCheckpoint(order.folder, trainer, setup, kept)
    lastTime = performance.now()
    lastCost = lastTime - began
    lastStep = stepsAt(position)
  }
  return {
    write,
    ifDue(position: Position) {
      const since = performance.now() - lastTime
      const cheap = position.step === 0 && since >= lastCost * mostOften
      const byTime = everyMinutes !== null && (cheap || since >= everyMinutes * 60_000)
      const bySteps = everySteps !== null && stepsAt(position) - lastStep >= everySteps
      if (byTime || bySteps) write(position)
    },
  }
}

const named = (prefix: string, metrics: Metrics): Metrics =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [prefix + name, value]))

/** What the log says of an epoch's callbacks. */
function said(reducedFrom: number | null, { epoch, callbacks }: Position): string[] {
  const { earlyStopping, rates } = callbacks
  return [
    ...(reducedFrom === null
      ? []
      : [`Epoch ${epoch}: learning rate reduced from ${reducedFrom} to ${rates.at(-1)?.rate}.`]),
    ...(earlyStopping.stopped
      ? [`Epoch ${epoch}: early stopping; the best epoch was ${earlyStopping.bestEpoch}.`]
      : []),
  ]
}
