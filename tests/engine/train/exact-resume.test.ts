import { expect, test } from 'vitest'
import type { EngineReport, TrainOrder } from '../../../contract/engine.ts'
import type { ChainLink } from '../../../contract/templates/chain-layers.ts'
import type { TrainingSettings } from '../../../contract/training/training.ts'
import { ended, orderOf, packTwoClasses, runEngine } from '../train-order.ts'

/** 2,000 rows, 1,600 of them trained on: 100 steps of 16 an epoch. */
const data = packTwoClasses(2000)
const stepsPerEpoch = 100

/** Wide enough that an epoch lasts longer than the time between two reports; masks are drawn, means are kept moving. */
const hidden: ChainLink[] = [
  { kind: 'Dense', name: 'wide', settings: { units: 512, activation: 'relu' } },
  { kind: 'BatchNormalization', name: 'norm' },
  { kind: 'Dropout', name: 'drop', settings: { rate: 0.3 } },
  { kind: 'Dense', name: 'deep', settings: { units: 512, activation: 'relu' } },
]
const settings: Partial<TrainingSettings> = {
  epochs: 5,
  batchSize: 16,
  // The sums of a metric over half an epoch are in the checkpoint too.
  metrics: ['accuracy', 'auc', 'f1_macro'],
  // Not a divisor of an epoch's steps: checkpoints lie in the middle of epochs.
  checkpoint: { everySteps: 37, everyMinutes: null },
  reduceOnPlateau: {
    monitor: 'val_loss',
    factor: 0.5,
    patience: 1,
    mode: 'auto',
    min_delta: 0.5,
    cooldown: 0,
    min_lr: 0,
  },
}

/** Trains, kills the process without mercy once it tells of a step at or after each of these, and goes on every time. */
async function killedAt(order: TrainOrder, steps: number[]) {
  const all: EngineReport[] = []
  const resumed: number[] = []
  for (const [turn, kill] of [...steps, Number.POSITIVE_INFINITY].entries()) {
    const reports = await runEngine({ ...order, resume: turn > 0 }, (report, engine) => {
      if (report.kind === 'resumed') resumed.push(report.step)
      if (report.kind === 'points' && report.progress.step >= kill) engine.kill()
    })
    expect(reports.some(({ kind }) => kind === 'trained')).toBe(kill === Number.POSITIVE_INFINITY)
    all.push(...reports)
  }
  return { ...ended(order, all), resumed }
}

test.each([
  ['compiled', true, 5, [45, 180, 330]],
  ['op by op', false, 3, [45, 180]],
])(
  '%s: a run that is killed again and again has the curve and the weights of one that never was, to the last bit',
  async (_name, compile, epochs, kills) => {
    const wanted = { ...settings, compile, epochs }
    const whole = orderOf(data, hidden, wanted)
    const reports = await runEngine(whole)
    const started = reports.find((report) => report.kind === 'started')
    expect(started?.resolved.compiled).toBe(compile)
    const never = ended(whole, reports)
    expect(never.epochs).toHaveLength(epochs)
    expect(new Set(never.epochs.map(([, metrics]) => metrics.learning_rate)).size).toBeGreaterThan(1)
    const killed = await killedAt(orderOf(data, hidden, wanted), kills)
    expect(killed.resumed).toHaveLength(kills.length)
    expect(killed.resumed.some((step) => step % stepsPerEpoch !== 0)).toBe(true)
    expect(killed.epochs).toEqual(never.epochs)
    expect(killed.weights.equals(never.weights)).toBe(true)
    expect(killed.last).toEqual(never.last)
  },
  180_000,
)

test('a run that is killed before its first checkpoint starts anew and has the same curve', async () => {
  const none = { ...settings, epochs: 3, checkpoint: { everySteps: null, everyMinutes: null } }
  const whole = orderOf(data, hidden, none)
  const never = ended(whole, await runEngine(whole))
  const killed = await killedAt(orderOf(data, hidden, none), [150])
  expect(killed.resumed).toEqual([0])
  expect(killed.epochs).toEqual(never.epochs)
  expect(killed.weights.equals(never.weights)).toBe(true)
}, 180_000)

test('a run paused in the middle of an epoch, then stopped and kept, then extended after its end, has the curve of one that was not', async () => {
  const whole = orderOf(data, hidden, settings)
  const never = ended(whole, await runEngine(whole))
  const order = orderOf(data, hidden, { ...settings, epochs: 3 })
  const paused = await runEngine(order, (report, engine) => {
    if (report.kind === 'points' && report.progress.step >= 110) engine.order({ kind: 'stop', pause: true })
  })
  expect(paused.at(-1)).toEqual({ kind: 'trained', status: 'paused', evaluation: null })
  const stopped = await runEngine({ ...order, resume: true }, (report, engine) => {
    if (report.kind === 'points' && report.progress.step >= 210) engine.order({ kind: 'stop', pause: false })
  })
  expect(stopped.at(-1)).toMatchObject({ status: 'stopped', evaluation: { items: 400 } })
  const finished = await runEngine({ ...order, resume: true })
  expect(finished.at(-1)).toMatchObject({ status: 'finished' })
  const longer = { ...order, settings: { ...order.settings, epochs: 5 }, resume: true }
  const extended = ended(order, [...paused, ...stopped, ...finished, ...(await runEngine(longer))])
  expect(extended.epochs).toEqual(never.epochs)
  expect(extended.weights.equals(never.weights)).toBe(true)
}, 180_000)

test('a checkpoint of another model is refused by the name of the weight that differs', async () => {
  const order = orderOf(data, [], { ...settings, epochs: 1 })
  await runEngine(order)
  const other = { ...orderOf(data, hidden, settings), folder: order.folder, resume: true }
  const reports = await runEngine(other)
  expect(reports.at(-1)).toMatchObject({
    kind: 'failed',
    failure: { code: 'engine.weights-differ', values: { weight: 'wide/kernel' } },
  })
}, 180_000)
