import { join } from 'node:path'
import type { EngineReport, TrainOrder } from '../../contract/engine.ts'
import { Fault } from '../../contract/failure.ts'
import { defaultLearningRate } from '../../contract/optimizers.ts'
import type { PackedData, PackedPart } from '../../contract/packed.ts'
import type { EpochPoint, Metrics } from '../../contract/run.ts'
import { compiledTrainer } from '../compile/compiled-trainer.ts'
import { partBytes } from '../compile/held-data.ts'
import { NotRecordable } from '../compile/record.ts'
import { allRows } from '../data/batches.ts'
import { findPart, readPacked } from '../data/read-packed.ts'
import { breathe } from '../evaluate/measure.ts'
import { type Outcome, toEvaluation } from '../evaluate/outcome.ts'
import { loadGivenWeights, saveWeights } from '../export/weights.ts'
import { buildTrainable } from '../layers/build-model.ts'
import { buildContext } from '../layers/settings.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { randomFrom, seedFor, shuffled } from '../runtime/random.ts'
import { eagerTrainer } from './eager-trainer.ts'
import { pointReporter } from './point-reporter.ts'
import { checkFit, resolveLoss } from './resolve.ts'
import type { Trainer, TrainingSetup } from './trainer.ts'

type Report = (report: EngineReport) => void

/** Above this many bytes data is not held in the session but fed batch by batch, op by op. */
const mostHeld = 2_000_000_000

/** Trains to the end of the order, or until `stopped()` says to stop and keep. Weights are kept after every epoch. */
export async function train(tf: TensorFlow, order: TrainOrder, report: Report, stopped: () => boolean) {
  const { settings, seed } = order
  const data = readPacked(order.data)
  const part = findPart(data, 'train') as PackedPart
  const context = buildContext(tf, seed)
  const trainable = buildTrainable(context, order.model.keras)
  const { model } = trainable
  const loss = resolveLoss(settings.loss, order.model.keras, data)
  checkFit(model, data, loss)
  if (order.weights) await loadGivenWeights(tf, model, order.weights)
  const learningRate = settings.learningRate ?? defaultLearningRate[settings.optimizer]
  const { trainRows, validationRows, validation, said } = splitRows(order, data, part)
  const { trainer, compiled, notCompiledBecause } = chooseTrainer(settings.compile, {
    context,
    trainable,
    loss,
    optimizer: { name: settings.optimizer, settings: settings.optimizerSettings },
    batchSize: settings.batchSize,
    rowsPerEpoch: trainRows.length,
    folder: order.data,
    part,
    validation,
    classes: data.classes.length,
  })
  if (!compiled) report({ kind: 'log', line: `Trains op by op: ${notCompiledBecause}` })
  report({
    kind: 'started',
    parameters: model.countParams(),
    resolved: {
      loss,
      learningRate,
      seed,
      validation: said,
      trainItems: trainRows.length,
      validationItems: validationRows.length,
      compiled,
      notCompiledBecause,
    },
  })
  const stepsPerEpoch = Math.ceil(trainRows.length / settings.batchSize)
  const rates = new Float32Array(stepsPerEpoch).fill(learningRate)
  const points = pointReporter(report, stepsPerEpoch, settings.epochs, settings.batchSize)
  // The weights do not change after the last epoch's, so what it measured is the evaluation.
  let outcome: Outcome | undefined
  for (let epoch = 1; epoch <= settings.epochs && !stopped(); epoch++) {
    const began = performance.now()
    trainer.begin(settings.shuffle ? epochOrder(trainRows, seed, epoch) : trainRows, rates)
    const totals: Metrics = {}
    let items = 0
    for (let step = 0; step < stepsPerEpoch && !stopped(); step += trainer.stepsPerRun) {
      const count = Math.min(trainer.stepsPerRun, stepsPerEpoch - step)
      for (const [index, metrics] of trainer.run(step, count).entries()) {
        points.step(epoch, metrics)
        if (!Number.isFinite(metrics.loss)) {
          points.flush('training')
          throw new Fault('engine.not-finite', {
            value: String(metrics.loss),
            epoch,
            step: points.stepNumber(),
          })
        }
        const size = Math.min(settings.batchSize, trainRows.length - (step + index) * settings.batchSize)
        items += size
        for (const [name, value] of Object.entries(metrics)) totals[name] = (totals[name] ?? 0) + value * size
      }
      await breathe()
    }
    if (items === 0) break
    const metrics = Object.fromEntries(Object.entries(totals).map(([name, total]) => [name, total / items]))
    if (validation) {
      points.flush('validating')
      outcome = trainer.measure(validationRows)
      Object.assign(metrics, named('val_', outcome.metrics))
    }
    trainer.pull()
    saveWeights(model, join(order.folder, 'weights.safetensors'))
    points.epoch({ epoch, seconds: (performance.now() - began) / 1000, metrics } satisfies EpochPoint)
  }
  points.flush('evaluating')
  const evaluation = validation
    ? toEvaluation(outcome ?? trainer.measure(validationRows), data.classes, validationRows.length)
    : null
  trainer.dispose()
  report({ kind: 'trained', status: stopped() ? 'stopped' : 'finished', evaluation })
}

/** The compiled trainer where the step can be compiled, else the eager one and the reason. */
function chooseTrainer(
  wanted: boolean,
  setup: TrainingSetup,
): { trainer: Trainer; compiled: boolean; notCompiledBecause: string } {
  const eager = (reason: string) => ({
    trainer: eagerTrainer(setup),
    compiled: false,
    notCompiledBecause: reason,
  })
  if (!wanted) return eager('Compiling was turned off.')
  if (partBytes(setup.part) + (setup.validation ? partBytes(setup.validation) : 0) > mostHeld)
    return eager('The data is too large to be held in memory.')
  try {
    return { trainer: compiledTrainer(setup), compiled: true, notCompiledBecause: '' }
  } catch (thrown) {
    if (!(thrown instanceof NotRecordable)) throw thrown
    return eager(thrown.message)
  }
}

const epochOrder = (rows: Int32Array, seed: number, epoch: number) =>
  shuffled(rows.length, randomFrom(seedFor(seed, `epoch ${epoch}`))).map((index) => rows[index] as number)

const named = (prefix: string, metrics: Metrics): Metrics =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [prefix + name, value]))

/** Which rows are trained on, and which part and rows of it are validated on. */
function splitRows(order: TrainOrder, data: PackedData, part: PackedPart) {
  const all = allRows(part)
  const chosen = order.validation
  if (!chosen) return { trainRows: all, validationRows: new Int32Array(), validation: null, said: 'none' }
  if ('part' in chosen) {
    const validation = findPart(data, chosen.part) as PackedPart
    return { trainRows: all, validationRows: allRows(validation), validation, said: chosen.part }
  }
  const held = new Set(chosen.heldOut)
  return {
    trainRows: all.filter((row) => !held.has(row)),
    validationRows: Int32Array.from(chosen.heldOut),
    validation: part,
    said: 'held out',
  }
}
