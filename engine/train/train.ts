import { join } from 'node:path'
import type { LayersModel } from '@tensorflow/tfjs-node-gpu'
import type { EngineReport, TrainOrder } from '../../contract/engine.ts'
import { Fault } from '../../contract/failure.ts'
import type { PackedData, PackedPart } from '../../contract/packed.ts'
import type { EpochPoint, Metrics } from '../../contract/run.ts'
import { defaultLearningRate, type Loss } from '../../contract/training.ts'
import { type BatchSource, disposeBatch, openBatches, slices } from '../data/batches.ts'
import { findPart, readPacked } from '../data/read-packed.ts'
import { breathe, measure, toEvaluation } from '../evaluate/evaluate.ts'
import { loadWeights, saveWeights } from '../export/weights.ts'
import { buildModel } from '../layers/build-model.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { randomFrom, seedFor, shuffled } from '../runtime/random.ts'
import { eagerStep } from './eager-step.ts'
import { pointReporter } from './point-reporter.ts'
import { checkFit, resolveLoss } from './resolve.ts'

type Report = (report: EngineReport) => void

interface Validation {
  source: BatchSource
  rows: Int32Array
}

/** Trains to the end of the order, or until `stopped()` says to stop and keep. Weights are kept after every epoch. */
export async function train(tf: TensorFlow, order: TrainOrder, report: Report, stopped: () => boolean) {
  const { settings, seed } = order
  const data = readPacked(order.data)
  const part = findPart(data, 'train') as PackedPart
  const model = buildModel({ tf, seed }, order.model.keras)
  const loss = resolveLoss(settings.loss, order.model.keras, data)
  checkFit(model, data, loss)
  if (order.weights) loadWeights(tf, model, order.weights)
  const learningRate = settings.learningRate ?? defaultLearningRate[settings.optimizer]
  const source = openBatches(tf, order.data, part)
  const { trainRows, validation, said } = splitRows(tf, order, data, part, source)
  report({
    kind: 'started',
    parameters: model.countParams(),
    resolved: {
      loss,
      learningRate,
      seed,
      validation: said,
      trainItems: trainRows.length,
      validationItems: validation?.rows.length ?? 0,
      compiled: false,
      notCompiledBecause: 'This version trains op by op.',
    },
  })
  const step = eagerStep(tf, model, loss, settings.optimizer, learningRate)
  const stepsPerEpoch = Math.ceil(trainRows.length / settings.batchSize)
  const points = pointReporter(report, stepsPerEpoch, settings.epochs, settings.batchSize)
  for (let epoch = 1; epoch <= settings.epochs && !stopped(); epoch++) {
    const began = performance.now()
    const rows = settings.shuffle
      ? shuffled(trainRows.length, randomFrom(seedFor(seed, `epoch ${epoch}`))).map(
          (index) => trainRows[index] as number,
        )
      : trainRows
    const totals: Metrics = {}
    let items = 0
    for (const slice of slices(rows, settings.batchSize)) {
      if (stopped()) break
      const batch = source.batch(slice)
      const metrics = step.run(batch)
      disposeBatch(batch)
      points.step(epoch, metrics)
      if (!Number.isFinite(metrics.loss)) {
        points.flush('training')
        throw new Fault('engine.not-finite', {
          value: String(metrics.loss),
          epoch,
          step: points.stepNumber(),
        })
      }
      items += slice.length
      for (const [name, value] of Object.entries(metrics))
        totals[name] = (totals[name] ?? 0) + value * slice.length
      await breathe()
    }
    if (items === 0) break
    const metrics = Object.fromEntries(Object.entries(totals).map(([name, total]) => [name, total / items]))
    if (validation) {
      points.flush('validating')
      Object.assign(
        metrics,
        named(
          'val_',
          (await measure(tf, model, loss, validation.source, validation.rows, settings.batchSize, 0)).metrics,
        ),
      )
    }
    saveWeights(model, join(order.folder, 'weights.safetensors'))
    points.epoch({ epoch, seconds: (performance.now() - began) / 1000, metrics } satisfies EpochPoint)
  }
  step.dispose()
  points.flush('evaluating')
  const evaluation = validation
    ? await evaluateOn(tf, model, loss, validation, settings.batchSize, data)
    : null
  report({ kind: 'trained', status: stopped() ? 'stopped' : 'finished', evaluation })
}

async function evaluateOn(
  tf: TensorFlow,
  model: LayersModel,
  loss: Loss,
  { source, rows }: Validation,
  batchSize: number,
  data: PackedData,
) {
  return toEvaluation(
    await measure(tf, model, loss, source, rows, batchSize, data.classes.length),
    data.classes,
    rows.length,
  )
}

const named = (prefix: string, metrics: Metrics): Metrics =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [prefix + name, value]))

function splitRows(
  tf: TensorFlow,
  order: TrainOrder,
  data: PackedData,
  part: PackedPart,
  source: BatchSource,
) {
  const all = Int32Array.from({ length: part.items }, (_, index) => index)
  const chosen = order.validation
  if (!chosen) return { trainRows: all, validation: null, said: 'none' }
  if ('part' in chosen) {
    const other = findPart(data, chosen.part) as PackedPart
    const validation = {
      source: openBatches(tf, order.data, other),
      rows: Int32Array.from({ length: other.items }, (_, index) => index),
    }
    return { trainRows: all, validation, said: chosen.part }
  }
  const held = new Set(chosen.heldOut)
  return {
    trainRows: all.filter((row) => !held.has(row)),
    validation: { source, rows: Int32Array.from(chosen.heldOut) },
    said: 'held out',
  }
}
