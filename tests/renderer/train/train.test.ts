import { expect, test } from 'vitest'
import { countItems } from '../../../contract/data/count-items.ts'
import { Dataset } from '../../../contract/data/dataset.ts'
import { Recipe } from '../../../contract/data/preprocessing.ts'
import type { ModelDocument } from '../../../contract/model/model.ts'
import { Loss, lossDefaults } from '../../../contract/training/losses.ts'
import { OptimizerName, optimizerDefaults } from '../../../contract/training/optimizers.ts'
import { defaultSettings } from '../../../contract/training/training.ts'
import argumentsEn from '../../../renderer/i18n/en/arguments.json'
import runsEn from '../../../renderer/i18n/en/runs.json'
import en from '../../../renderer/i18n/en/train.json'
import runsZh from '../../../renderer/i18n/zh/runs.json'
import zh from '../../../renderer/i18n/zh/train.json'
import { readDraft } from '../../../renderer/train/train-draft.ts'
import { findProblems } from '../../../renderer/train/train-problems.ts'

const part = (name: 'train' | 'test', items: number) => ({ part: name, items, classes: [] })
const pictures = Dataset.parse({
  id: 'd',
  version: 1,
  digest: '',
  createdAt: 0,
  paths: [],
  kind: 'idx',
  name: 'd',
  task: 'classification',
  classes: Array.from({ length: 10 }, (_, index) => String(index)),
  parts: [part('train', 100), part('test', 20)],
  items: 120,
  bytes: 1,
  imageShape: [28, 28, 1],
  columns: [],
  skipped: [],
  warnings: [],
})

function model(shape: (number | null)[], units: number): ModelDocument {
  const layer = (name: string, class_name: string, config: object, before?: string) => ({
    module: 'keras.layers',
    class_name,
    name,
    registered_name: null,
    config: { name, ...config },
    inbound_nodes: before
      ? [
          {
            args: [
              {
                class_name: '__keras_tensor__' as const,
                config: {
                  shape: [null],
                  dtype: 'float32',
                  keras_history: [before, 0, 0] as [string, number, number],
                },
              },
            ],
            kwargs: {},
          },
        ]
      : [],
  })
  return {
    format: 'lathe-model',
    version: 1,
    name: 'm',
    canvas: { positions: {} },
    keras: {
      module: 'keras',
      class_name: 'Functional',
      registered_name: 'Functional',
      config: {
        name: 'm',
        trainable: true,
        input_layers: [['in', 0, 0]],
        output_layers: [['act', 0, 0]],
        layers: [
          layer('in', 'InputLayer', { batch_shape: [null, ...shape] }),
          layer('out', 'Dense', { units }, 'in'),
          layer('act', 'Activation', { activation: 'softmax' }, 'out'),
        ],
      },
    },
  }
}
const codes = (...of: Parameters<typeof findProblems>) => findProblems(...of).map((problem) => problem.code)

test('a model that fits its data has no problems', () => {
  expect(codes(pictures, model([28, 28, 1], 10), defaultSettings)).toEqual([])
})

test('an output of another size than the classes is told before training, through the activation', () => {
  const [problem] = findProblems(pictures, model([28, 28, 1], 5), defaultSettings)
  expect(problem).toMatchObject({
    code: 'classUnits',
    severity: 'error',
    values: { layer: 'act', units: 5, classes: 10 },
  })
})

test('a flat input that does not hold a picture is an error, another picture size only a note', () => {
  expect(codes(pictures, model([784], 10), defaultSettings)).toEqual([])
  expect(codes(pictures, model([500], 10), defaultSettings)).toEqual(['pictureShape'])
  expect(findProblems(pictures, model([32, 32, 1], 10), defaultSettings)).toMatchObject([
    { code: 'resized', severity: 'warning' },
  ])
})

test('a loss that does not fit the output is told', () => {
  const loss = 'binary_crossentropy' as const
  expect(codes(pictures, model([28, 28, 1], 10), { ...defaultSettings, loss })).toEqual(['lossForTwo'])
  const regression = { ...pictures, task: 'regression' as const, classes: [] }
  expect(codes(regression, model([28, 28, 1], 10), { ...defaultSettings, loss })).toEqual([
    'regressionUnits',
    'lossForClasses',
  ])
})

test('settings that the service would refuse are told by field, with what would be taken', () => {
  expect(codes(undefined, undefined, { ...defaultSettings, learningRate: 200 })).toEqual(['settingTooLarge'])
  expect(codes(undefined, undefined, { ...defaultSettings, learningRate: 0 })).toEqual(['settingNotAbove'])
  expect(findProblems(undefined, undefined, { ...defaultSettings, epochs: 0 })).toMatchObject([
    { code: 'settingTooSmall', values: { field: 'epochs', least: 1 } },
  ])
})

test('validation comes from the own part of the data, else from a share', () => {
  expect(countItems(pictures, { validationSplit: null })).toEqual({
    trainItems: 100,
    validationItems: 20,
    from: 'test',
  })
  expect(countItems(pictures, { validationSplit: 0.1 })).toMatchObject({ trainItems: 90, from: 'split' })
  expect(
    countItems({ ...pictures, parts: [part('train', 100)] }, { validationSplit: null }).validationItems,
  ).toBe(20)
  expect(countItems(pictures, { validationSplit: 0 }).from).toBe('none')
})

test('a kept draft whose settings cannot be read falls back to the defaults', () => {
  expect(readDraft({ dataset: 'd', settings: { epochs: 'many' } })).toMatchObject({
    dataset: 'd',
    settings: defaultSettings,
  })
  expect(readDraft(null).dataset).toBeNull()
})

function keys(texts: object, before = ''): string[] {
  return Object.entries(texts)
    .flatMap(([key, value]) =>
      typeof value === 'object'
        ? keys(value, `${before}${key}.`)
        : [`${before}${key}`.replace(/_(one|other)$/, '')],
    )
    .filter((key, index, all) => all.indexOf(key) === index)
}

test('Chinese has every text that English has', () => {
  expect(keys(zh).sort()).toEqual(keys(en).sort())
  expect(keys(runsZh).sort()).toEqual(keys(runsEn).sort())
})

test('a metric that will not be there cannot be watched, nor one measured that says nothing about the data', () => {
  const codes = (settings: Partial<typeof defaultSettings>) =>
    findProblems(pictures, undefined, { ...defaultSettings, ...settings }).map(({ code }) => code)
  const bestCheckpoint = { monitor: 'val_loss', mode: 'auto', save_best_only: true } as const
  const watched = { ...bestCheckpoint, initial_value_threshold: null }
  expect(codes({ bestCheckpoint: watched })).not.toContain('monitorUnknown')
  expect(codes({ bestCheckpoint: watched, validationSplit: 0 })).toContain('monitorUnknown')
  expect(codes({ metrics: ['mae'] })).toContain('metricMisfit')
  expect(codes({ metrics: ['accuracy'] })).not.toContain('metricMisfit')
})

test('every optimizer, every loss and each of their arguments has a word in the form', () => {
  for (const name of OptimizerName.options) expect(en.optimizer).toHaveProperty(name)
  for (const name of Loss.options) expect(en.loss).toHaveProperty(name)
  const settings = [
    ...OptimizerName.options.map((name) => optimizerDefaults[name]),
    ...Loss.options.map(lossDefaults),
  ]
  for (const name of settings.flatMap(Object.keys)) expect(argumentsEn.help).toHaveProperty(name)
})

test('an argument that cannot be used is told with what it must be', () => {
  const optimizerSettings = { clipnorm: -1 }
  expect(
    findProblems(pictures, model([28, 28, 1], 10), { ...defaultSettings, optimizerSettings }),
  ).toMatchObject([{ code: 'argument', values: { of: 'adam', argument: 'clipnorm', known: '> 0' } }])
})

test('a base without weights is in the way, and layers that are frozen as they were drawn are told', () => {
  const frozen = model([28, 28, 1], 10)
  for (const layer of frozen.keras.config.layers) layer.config.trainable = layer.name !== 'out'
  expect(findProblems(pictures, frozen, defaultSettings)).toMatchObject([
    { code: 'frozenAtRandom', severity: 'warning', values: { layer: 'out' } },
  ])
  expect(findProblems(pictures, frozen, defaultSettings, 'a run')).toEqual([])
  const based = { ...frozen, base: { weights: null, normalise: 'caffe' as const } }
  expect(codes(pictures, based, defaultSettings)).toEqual(['baseWithoutWeights'])
  const scaled = { ...pictures, preprocessing: Recipe.parse({ picture: { normalise: 'torch' } }) }
  expect(codes(scaled, based, defaultSettings, 'vgg16.h5')).toEqual(['baseScales'])
})
