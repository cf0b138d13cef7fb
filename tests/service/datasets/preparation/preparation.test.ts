import { expect, test } from 'vitest'
import { Recipe } from '../../../../contract/data/preprocessing.ts'
import { Split } from '../../../../contract/data/split.ts'
import { inputShape } from '../../../../contract/model/model.ts'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { createAnnouncer } from '../../../../service/announce.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import {
  previewPreparation,
  savePreparation,
} from '../../../../service/datasets/preparation/save-preparation.ts'
import { readVersion } from '../../../../service/datasets/versions/read-version.ts'
import { openHome, shared } from '../open-home.ts'

const announce = createAnnouncer()

/** A data set in a home of its own. */
async function take(path: string, options = {}) {
  const ctx = { ...openHome(), announce }
  return { ctx, dataset: await importDataset(ctx, [shared(path)], options) }
}

test('titanic is shown before and after, column by column, and the sides of its split', async () => {
  const { ctx, dataset } = await take('tabular/titanic.csv')
  const recipe = Recipe.parse({
    columns: {
      Age: { kind: 'number', impute: 'median', indicator: true },
      Ticket: { kind: 'hash', buckets: 8 },
      Cabin: { kind: 'leave-out' },
    },
  })
  const split = Split.parse({ kind: 'stratified', share: 0.2, testShare: 0.1 })
  const found = await previewPreparation(ctx, dataset.id, { recipe, split })
  expect(found.columns.find(({ name }) => name === 'Age')?.outputs).toEqual(['Age', 'Age ?'])
  expect(found.columns.map(({ name }) => name)).not.toContain('Cabin')
  const age = found.columns.findIndex(({ name }) => name === 'Age')
  // The sixth passenger has no age.
  expect(found.rows[5]?.before[age]).toBe('')
  expect(found.rows[5]?.after[age]?.[1]).toBe(1)
  expect(found.rows[0]?.target).toEqual({ before: '0', after: 0 })
  expect(found.shape).toEqual([found.columns.reduce((sum, { outputs }) => sum + outputs.length, 0)])
  // 549 died, 342 lived.
  expect(found.sides).toEqual([
    { side: 'train', items: 624, classes: [384, 240] },
    { side: 'validation', items: 178, classes: [110, 68] },
    { side: 'test', items: 89, classes: [55, 34] },
  ])
})

test('what is kept is a version, whose template fits it, and which can be gone back from', async () => {
  const { ctx, dataset } = await take('tabular/titanic.csv')
  const recipe = Recipe.parse({ columns: { Cabin: { kind: 'one-hot', minFrequency: 3 } } })
  const saved = await savePreparation(ctx, dataset.id, { recipe, split: Split.parse({}) })
  expect(saved.version).toBe(2)
  expect(saved.digest).not.toBe(dataset.digest)
  const model = buildTemplate('tabular-classifier', datasetFacts(saved))
  // One seed or another: the Input has the width that the recipe was saved with.
  for (const seed of [1, 2]) await prepareTraining(ctx, saved, model, TrainingSettings.parse({}), seed)
  expect(inputShape(model)).toEqual(
    (await previewPreparation(ctx, dataset.id, { recipe: saved.preprocessing, split: saved.split })).shape,
  )
  expect(await savePreparation(ctx, dataset.id, { split: Split.parse({}) })).toEqual(saved)
  expect(readVersion(ctx, dataset.id, 1).preprocessing).toBeNull()
  const back = await savePreparation(ctx, dataset.id, { recipe: null, split: null })
  expect(back).toMatchObject({ version: 3, digest: dataset.digest, preprocessing: null, split: null })
})

test('what cannot be done is refused before it is kept, with its column named', async () => {
  const { ctx, dataset } = await take('tabular/titanic.csv')
  const keep = (columns: object) => savePreparation(ctx, dataset.id, { recipe: Recipe.parse({ columns }) })
  await expect(keep({ Sex: { kind: 'number' } })).rejects.toMatchObject({
    code: 'prepare.step-misfit',
    values: { column: 'Sex' },
  })
  await expect(keep({ Deck: { kind: 'boolean' } })).rejects.toMatchObject({ code: 'prepare.no-column' })
  const labels = { recipe: Recipe.parse({ labels: ['1'] }) }
  await expect(savePreparation(ctx, dataset.id, labels)).rejects.toMatchObject({ code: 'prepare.classes' })
})

test('labels are numbered in the order that is given', async () => {
  const { ctx, dataset } = await take('tabular/iris.csv')
  const labels = [...dataset.classes].reverse()
  const found = await previewPreparation(ctx, dataset.id, { recipe: Recipe.parse({ labels }) })
  expect(found.classes).toEqual(labels)
  expect(found.rows[0]?.target).toEqual({ before: dataset.classes[0], after: 2 })
})

test('a value that is predicted is shown as it is learnt', async () => {
  const { ctx, dataset } = await take('tabular/california_housing.csv', { target: 'median_house_value' })
  const found = await previewPreparation(ctx, dataset.id, {})
  expect(found.rows[0]?.target?.before).toBe('452600.0')
  expect(Math.abs(found.rows[0]?.target?.after ?? 99)).toBeLessThan(4)
  const log = await previewPreparation(ctx, dataset.id, {
    recipe: Recipe.parse({ target: { log: true, scale: 'none' } }),
  })
  expect(log.rows[0]?.target?.after).toBeCloseTo(Math.log1p(452600), 4)
})

test('pictures are shown as a model sees them, and texts as their tokens', async () => {
  const flowers = await take('images/flowers')
  const recipe = Recipe.parse({
    picture: { resize: 'pad', size: { height: 20, width: 30 }, normalise: 'caffe' },
  })
  const found = await previewPreparation(flowers.ctx, flowers.dataset.id, { recipe })
  expect(found.shape).toEqual([20, 30, 3])
  expect(found.pictures).toHaveLength(8)
  expect(Math.min(...(found.pictures[0]?.least ?? []))).toBeLessThan(-50)
  const sms = await take('text/SMSSpamCollection.tsv')
  const text = Recipe.parse({ text: { maxTokens: 500, length: 10 } })
  const shown = await previewPreparation(sms.ctx, sms.dataset.id, { recipe: text })
  expect(shown.shape).toEqual([10])
  expect(shown.texts[0]).toMatchObject({ count: 20, tokens: { length: 10 } })
  expect(shown.texts[0]?.tokens.every(({ number }) => number < 500)).toBe(true)
})
