import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { iris, runLathe } from './run-lathe.ts'

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'lathe-bad-'))
  writeFileSync(join(home, 'not-a-model.json'), '{"layers": 3}')
  writeFileSync(join(home, 'words.csv'), 'only one column\nof words\n')
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const train = (data: string, model: string, ...more: string[]) => [
  'train',
  '--data',
  data,
  '--model',
  model,
  ...more,
]

test.each([
  ['a data set that is not there', train('nowhere', 'tabular-classifier'), 'dataset.unknown'],
  ['a template that is not there', train(iris, 'no-such-template'), 'model.unknown'],
  ['a number out of its range', train(iris, 'tabular-classifier', '--epochs', '0'), 'bad-input'],
  ['what is no number', train(iris, 'tabular-classifier', '--epochs', 'many'), 'bad-input'],
  ['an optimizer that is not there', train(iris, 'tabular-classifier', '--optimizer', 'sgdd'), 'bad-input'],
  ['a loss that is not there', train(iris, 'tabular-classifier', '--loss', 'mse2'), 'bad-input'],
  [
    'a file of augmentation that is not there',
    train(iris, 'tabular-classifier', '--augment', 'no.json'),
    'data.path-missing',
  ],
  [
    'a file of augmentation that is no JSON',
    train(iris, 'tabular-classifier', '--augment', iris),
    'data.not-json',
  ],
  [
    'weights that are not there',
    train(iris, 'tabular-classifier', '--weights', 'no.h5'),
    'data.path-missing',
  ],
  [
    'a metric to watch that no epoch will have',
    train(iris, 'tabular-classifier', '--early-stopping', '3', '--monitor', 'val_auc'),
    'engine.monitor-unknown',
  ],
  [
    'a metric that says nothing about the data',
    train(iris, 'tabular-classifier', '--metrics', 'mae'),
    'engine.metric-misfit',
  ],
  [
    'a setting that the optimizer does not have',
    train(iris, 'tabular-classifier', '--optimizer-setting', 'clipnrom=1'),
    'engine.argument-unknown',
  ],
  [
    'a setting of the loss that is out of its range',
    train(
      ...([iris, 'tabular-classifier', '--loss', 'categorical_crossentropy'] as const),
      ...['--loss-setting', 'label_smoothing=2'],
    ),
    'engine.argument-range',
  ],
  ['an option that is not there', train(iris, 'tabular-classifier', '--epoch', '3'), 'bad-input'],
  ['a command that is not there', ['trian'], 'bad-input'],
  ['a missing option', ['train', '--data', iris], 'bad-input'],
  ['a path that is not there', ['import', '/no/such/path'], 'data.path-missing'],
  ['a run that is not there', ['run', 'nothing'], 'run.unknown'],
  ['a run to stop that is not there', ['stop', 'nothing'], 'run.unknown'],
  ['a run to delete that is not there', ['delete', 'nothing'], 'run.unknown'],
  ['a run to measure that is not there', ['evaluate', '--run', 'nothing'], 'run.unknown'],
  ['a data set to show that is not there', ['dataset', 'nothing'], 'dataset.unknown'],
])('%s ends with 2 and says so', async (_what, args, code) => {
  const { code: ended, last, errors } = await runLathe(home, args)
  expect(ended, errors).toBe(2)
  expect(last).toMatchObject({ event: 'failure', code, message: expect.any(String) })
  expect(errors).toContain(last.message)
})

test('a file that is no model and a table of one column end with 2 and are named', async () => {
  const model = await runLathe(home, train(iris, join(home, 'not-a-model.json')))
  expect(model.code).toBe(2)
  expect(model.errors).toContain('not-a-model.json')
  const data = await runLathe(home, ['import', join(home, 'words.csv')])
  expect(data.code).toBe(2)
  expect(data.errors).toContain('words.csv')
})
