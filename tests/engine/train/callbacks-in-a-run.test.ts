import { copyFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { EngineReport, TrainOrder } from '../../../contract/engine.ts'
import type { EpochPoint } from '../../../contract/training/run.ts'
import { TrainingSettings } from '../../../contract/training/training.ts'
import { afterEpoch, firstCallbackState } from '../../../engine/train/callbacks.ts'
import { scheduledRate } from '../../../engine/train/optimizers/schedules.ts'
import { orderOf, packTwoClasses, runEngine } from '../train-order.ts'

const hidden = [{ kind: 'Dense', name: 'hidden', settings: { units: 16, activation: 'relu' } }]
const epochsOf = (reports: EngineReport[]): EpochPoint[] =>
  reports.flatMap((report) => (report.kind === 'points' ? report.epochs : []))

/** The loss of kept weights on the rows that an order holds out. */
async function lossOf(file: string, order: TrainOrder): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-kept-'))
  copyFileSync(file, join(folder, 'weights.safetensors'))
  const { model, settings, data, validation } = order
  if (!validation || !('heldOut' in validation)) throw new Error('The order holds nothing out.')
  const reports = await runEngine({ kind: 'evaluate', model, settings, data, on: validation, folder })
  const end = reports.at(-1)
  if (end?.kind !== 'evaluated') throw new Error(`It ended with ${end?.kind}.`)
  return end.evaluation.metrics.loss as number
}

test('a rate falls on a plateau, the best epoch is kept beside the last, and both are what the epochs said', async () => {
  const given = TrainingSettings.parse({
    reduceOnPlateau: { monitor: 'val_loss', patience: 1, factor: 0.5, min_lr: 0.01 },
    bestCheckpoint: { monitor: 'val_loss' },
  })
  const order = orderOf(packTwoClasses(60), hidden, {
    epochs: 8,
    batchSize: 12,
    // So large that the loss goes up and down.
    learningRate: 0.3,
    reduceOnPlateau: given.reduceOnPlateau,
    bestCheckpoint: given.bestCheckpoint,
  })
  const reports = await runEngine(order)
  const epochs = epochsOf(reports)
  expect(epochs).toHaveLength(8)

  // The callbacks are proven against Keras by themselves: here they have to be told of what was measured, at the right time.
  const state = firstCallbackState(order.settings, 0.3)
  for (const { epoch, metrics } of epochs) {
    expect(metrics.learning_rate).toBeCloseTo(state.rates.at(-1)?.rate as number, 9)
    afterEpoch(order.settings, state, epoch, metrics)
  }
  expect(state.rates.length).toBeGreaterThan(1)
  expect(reports.some((one) => one.kind === 'log' && one.line.includes('learning rate reduced'))).toBe(true)

  const measured = epochs.map(({ metrics }) => metrics.val_loss as number)
  const kept = (name: string) => lossOf(join(order.folder, name), order)
  expect(await kept('weights-best.safetensors')).toBeCloseTo(Math.min(...measured), 5)
  expect(await kept('weights.safetensors')).toBeCloseTo(measured.at(-1) as number, 5)
}, 60_000)

test('a schedule counts steps over all epochs, not epochs', async () => {
  const { schedule } = TrainingSettings.parse({
    schedule: { kind: 'CosineDecay', warmup_target: 0.1, warmup_steps: 6 },
  })
  const order = orderOf(packTwoClasses(60), hidden, {
    epochs: 3,
    batchSize: 12,
    learningRate: 0.01,
    schedule,
  })
  const steps = 4
  for (const { epoch, metrics } of epochsOf(await runEngine(order))) {
    const last = epoch * steps - 1
    expect(metrics.learning_rate).toBeCloseTo(
      scheduledRate(schedule as NonNullable<typeof schedule>, 0.01, last, 3 * steps),
      8,
    )
  }
}, 60_000)
