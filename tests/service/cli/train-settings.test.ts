import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { iris, runLathe } from './run-lathe.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lathe-settings-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const train = (...more: string[]) =>
  runLathe(home, ['train', '--data', iris, '--model', 'tabular-classifier', '--seed', '1', ...more])

test('settings of optimizer, loss, weights and callbacks train by the command line as they are named, and the best weights come back', async () => {
  const trained = await train(
    ...['--epochs', '60', '--optimizer', 'sgd', '--optimizer-setting', 'clipnorm=1'],
    ...['--optimizer-setting', 'nesterov=on', '--optimizer-setting', 'momentum=0.9'],
    ...['--loss', 'categorical_crossentropy', '--loss-setting', 'label_smoothing=0.1'],
    ...[
      '--class-weight',
      'setosa=2,virginica=0.5',
      '--metrics',
      'accuracy,f1_macro',
      '--weighted-metrics',
      'accuracy',
    ],
    ...['--early-stopping', '3', '--monitor', 'val_f1_macro', '--baseline', '0.2', '--restore-best-weights'],
    ...['--dtype-policy', 'mixed_bfloat16'],
  )
  expect(trained.errors).toBe('')
  const run = (await runLathe(home, ['run', trained.last.run as string])).last as {
    epochs: Record<string, number>[]
    settings: object
    evaluation: { metrics: Record<string, number> }
  }
  expect(run.settings).toMatchObject({
    optimizerSettings: { clipnorm: 1, nesterov: true, momentum: 0.9 },
    lossSettings: { label_smoothing: 0.1 },
    classWeight: { setosa: 2, virginica: 0.5 },
    earlyStopping: { monitor: 'val_f1_macro', baseline: 0.2, restore_best_weights: true },
  })
  // Early stopping took the largest F1 for the best, waited for three epochs more, and went back.
  const scores = run.epochs.map((epoch) => epoch.val_f1_macro as number)
  expect(scores.length).toBeLessThan(60)
  expect(scores.indexOf(Math.max(...scores))).toBe(scores.length - 4)
  expect(run.evaluation.metrics.f1_macro).toBeCloseTo(Math.max(...scores), 5)
  expect(run.epochs[0]).toMatchObject({ val_weighted_accuracy: expect.any(Number) })
}, 120_000)

test('a rate out of all bounds ends the run with the layer it began in, and goes on where ending is turned off', async () => {
  const wild = [
    '--epochs',
    '2',
    '--learning-rate',
    '100',
    '--optimizer',
    'sgd',
    '--optimizer-setting',
    'momentum=0.9',
  ]
  const ended = await train(...wild)
  expect(ended.last).toMatchObject({
    status: 'failed',
    failure: { code: expect.stringMatching(/^engine\.not-finite/) },
  })
  const through = await train(...wild, '--terminate-on-nan', 'off')
  expect(through.last).toMatchObject({ status: 'finished' })
}, 120_000)

test('a dry run says what would happen and starts nothing; once the model has run here, also how long it takes', async () => {
  const before = await train('--epochs', '4', '--dry-run')
  expect(before.last).toMatchObject({
    ...{ event: 'plan', trainItems: 120, validationItems: 30, stepsPerEpoch: 4, time: null },
    metrics: ['val_loss', 'val_accuracy', 'loss', 'accuracy'],
  })
  expect((await runLathe(home, ['runs'])).lines).toEqual([])
  await train('--epochs', '3')
  const after = await train('--epochs', '4', '--dry-run')
  expect(after.last).toMatchObject({ time: { basis: 'same', runs: 1 } })
  const folds = await train('--epochs', '4', '--dry-run', '--folds', '3')
  expect(folds.last).toMatchObject({ runs: 3, trainItems: 100, validationItems: 50 })
  expect(folds.last.time).toMatchObject({ runs: 1 })
  const refused = await train('--epochs', '4', '--dry-run', '--metrics', 'mae')
  expect(refused).toMatchObject({ code: 2, last: { code: 'engine.metric-misfit' } })
}, 120_000)

test('a column of weights is named when a table is taken in; rows that weigh nothing are not learnt from', async () => {
  const rows = Array.from({ length: 80 }, (_, row) => {
    const x = Math.sin(row * 3)
    // Half of the rows say the contrary of the others, and weigh nothing.
    const lies = row % 2 === 1
    return `${x},${x > 0 === !lies ? 'up' : 'down'},${lies ? 0 : 1}`
  })
  const table = join(home, 'weighed.csv')
  writeFileSync(table, `x,label,trust\n${rows.join('\n')}\n`)
  const trained = await runLathe(home, [
    ...[
      'train',
      '--data',
      table,
      '--target',
      'label',
      '--sample-weight',
      'trust',
      '--model',
      'tabular-classifier',
    ],
    ...['--epochs', '20', '--seed', '1', '--weighted-metrics', 'accuracy'],
  ])
  const last = trained.lines.findLast(({ event }) => event === 'epoch') as Record<string, number>
  expect(last.weighted_accuracy).toBeGreaterThan(0.9)
  expect(last.accuracy).toBeLessThan(0.7)
  expect(last.val_weighted_accuracy).toBeGreaterThan(0.9)
}, 120_000)
