import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { EngineReport } from '../../../contract/engine.ts'
import { TrainingSettings } from '../../../contract/training/training.ts'
import { readSafetensors } from '../../../engine/export/safetensors.ts'
import { orderOf, packTwoClasses, runEngine } from '../train-order.ts'

const { earlyStopping } = TrainingSettings.parse({
  earlyStopping: { monitor: 'val_loss', patience: 2, restore_best_weights: true },
})
const losses = (reports: EngineReport[]) =>
  reports.flatMap((report) =>
    report.kind === 'points' ? report.epochs.map(({ metrics }) => metrics.val_loss as number) : [],
  )
const hidden = [{ kind: 'Dense', name: 'hidden', settings: { units: 16, activation: 'relu' } }]

test('a run that ends goes back to its best epoch, leaves no other copy of it, and can be given more epochs', async () => {
  const order = orderOf(packTwoClasses(40), hidden, {
    epochs: 40,
    batchSize: 8,
    // Far too large a rate: it gets worse soon.
    learningRate: 0.5,
    earlyStopping,
  })
  const restore = join(order.folder, 'weights-restore.safetensors')
  const weights = () => readSafetensors(join(order.folder, 'weights.safetensors'))
  const first = await runEngine(order)
  const best = Math.min(...losses(first))
  expect(losses(first).length).toBeLessThan(40)
  expect(first.at(-1)).toMatchObject({ kind: 'trained', status: 'finished' })
  const end = first.at(-1)
  expect(end?.kind === 'trained' && end.evaluation?.metrics.loss).toBeCloseTo(best, 5)
  expect(existsSync(restore)).toBe(false)
  const kept = weights()

  const more = await runEngine({
    ...order,
    resume: true,
    settings: { ...order.settings, epochs: 43 },
  })
  expect(more.at(-1)).toMatchObject({ kind: 'trained', status: 'finished' })
  expect(existsSync(restore)).toBe(false)
  // Where no epoch was better, what it ends with is what it had.
  if (Math.min(...losses(more)) >= best) expect(weights()).toEqual(kept)
})

test('a run that ends before early stopping has looked at any epoch keeps its last weights', async () => {
  const order = orderOf(packTwoClasses(40), hidden, {
    epochs: 1,
    batchSize: 8,
    earlyStopping: earlyStopping && { ...earlyStopping, start_from_epoch: 5 },
  })
  const reports = await runEngine(order)
  expect(reports.at(-1)).toMatchObject({ kind: 'trained', status: 'finished' })
  expect(readFileSync(join(order.folder, 'weights.safetensors')).length).toBeGreaterThan(100)
})

test('a run that follows its weights with an average ends with the average, and goes on from the weights', async () => {
  const order = orderOf(packTwoClasses(40), hidden, {
    epochs: 3,
    batchSize: 8,
    optimizer: 'adam',
    optimizerSettings: { use_ema: true, ema_momentum: 0.5 },
  })
  const reports = await runEngine(order)
  expect(reports.at(-1)).toMatchObject({ kind: 'trained', status: 'finished' })
  const kept = readSafetensors(join(order.folder, 'weights.safetensors'))
  const checkpoint = readSafetensors(join(order.folder, 'checkpoint.safetensors'))
  expect(kept.size).toBe(4)
  for (const [name, { values }] of kept) {
    expect(values).toEqual(checkpoint.get(`adam/${name}/average`)?.values)
    expect(values).not.toEqual(checkpoint.get(name)?.values)
  }
  // What it is measured by at the end is what it ends with, not what the last epoch had.
  const end = reports.at(-1)
  const measured = end?.kind === 'trained' && end.evaluation?.metrics.loss
  expect(measured).not.toBe(losses(reports).at(-1))
})
