import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { ImportOptions } from '../../../contract/data/dataset.ts'
import { PackedData } from '../../../contract/data/packed.ts'
import { buildTemplate } from '../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../contract/training/training.ts'
import { datasetFacts } from '../../../service/datasets/dataset-facts.ts'
import { readSamples } from '../../../service/datasets/gallery/read-samples.ts'
import { importDataset } from '../../../service/datasets/import/import-dataset.ts'
import { planImport } from '../../../service/datasets/import/plan-import.ts'
import { prepareTraining } from '../../../service/datasets/packed/prepare-training.ts'
import { openHome } from './open-home.ts'

/** Twelve small pictures, and a table of labels beside them. */
async function pictures(rows: (index: number) => string, header: string) {
  const ctx = openHome()
  const top = join(ctx.home, 'scenes')
  mkdirSync(top)
  for (let index = 0; index < 12; index++) {
    const background = { r: index * 20, g: 0, b: 0 }
    await sharp({ create: { width: 16, height: 16, channels: 3, background } }).toFile(
      join(top, `p${index}.png`),
    )
  }
  const table = Array.from({ length: 12 }, (_, index) => `p${index}.png${rows(index)}`).join('\n')
  writeFileSync(join(top, 'labels.csv'), `${header}\n${table}\n`)
  return { ctx, top }
}

async function packed(from: Awaited<ReturnType<typeof pictures>>, options: ImportOptions = {}) {
  const dataset = await importDataset(from.ctx, [from.top], options)
  const model = buildTemplate('cnn-image-classifier', datasetFacts(dataset))
  const settings = TrainingSettings.parse({ validationSplit: 0 })
  const { folder } = await prepareTraining(from.ctx, dataset, model, settings, 1)
  const { task, parts } = PackedData.parse(JSON.parse(readFileSync(join(folder, 'packed.json'), 'utf8')))
  const bytes = [...readFileSync(join(folder, 'train-target.bin'))]
  return { dataset, model, task, parts, bytes }
}

test('columns of 0 and 1 beside the names of pictures are labels, of which a picture may have several or none', async () => {
  const made = await pictures((i) => `,${i % 2},${i % 3 ? 0 : 1},${i > 8 ? 1 : 0}`, 'file,sea,sky,sand')
  const { dataset, model, task, parts, bytes } = await packed(made)
  expect(dataset).toMatchObject({ task: 'multilabel', classes: ['sea', 'sky', 'sand'], items: 12 })
  expect(dataset.parts[0]?.classes.map(({ count }) => count)).toEqual([6, 4, 3])
  expect([task, parts[0]?.targets[0]]).toMatchObject(['multilabel', { dtype: 'uint8', shape: [3] }])
  expect(bytes).toEqual(Array.from({ length: 12 }, (_, i) => [i % 2, i % 3 ? 0 : 1, i > 8 ? 1 : 0]).flat())
  expect(model.keras.config.layers.at(-1)?.config).toMatchObject({ units: 3, activation: 'sigmoid' })
  const found = await readSamples(made.ctx, { dataset: dataset.id, className: 'sky', offset: 0, limit: 20 })
  expect(found.samples.map(({ label }) => label)).toEqual(['sky', 'sea, sky', 'sky', 'sea, sky, sand'])
})

test.each([';', '|', ' ', ', '])('labels parted by %j in one cell are found', async (sign) => {
  const cell = (i: number) => ['sea', 'sky', 'sand'].filter((_, at) => (i + at) % 3 !== 1).join(sign)
  const made = await pictures((i) => `,"${i === 5 ? '' : cell(i)}"`, 'file,tags')
  const { dataset, bytes } = await packed(made)
  expect(dataset).toMatchObject({ task: 'multilabel', classes: ['sand', 'sea', 'sky'], items: 12 })
  expect(dataset.labels?.separator).toBe(sign.trim() || ' ')
  expect(bytes.slice(0, 3)).toEqual([1, 1, 0])
  expect(bytes.slice(15, 18)).toEqual([0, 0, 0])
})

test('one 1 in each row is one class a picture, and cells that are never parted are classes', async () => {
  const oneHot = await pictures((i) => `,${i % 2},${1 - (i % 2)}`, 'file,cat,dog')
  expect(await planImport([oneHot.top])).toMatchObject({ task: 'classification', classes: ['cat', 'dog'] })
  const plain = await pictures((i) => `,${i % 2 ? 'New York' : 'Rome'}`, 'file,city')
  expect(await planImport([plain.top])).toMatchObject({
    task: 'classification',
    classes: ['New York', 'Rome'],
  })
})

test('the person can say that an item has one label, or several', async () => {
  const made = await pictures((i) => `,${i % 2 ? 'a;b' : 'a'}`, 'file,tags')
  expect(await planImport([made.top])).toMatchObject({ task: 'multilabel', classes: ['a', 'b'] })
  expect(await planImport([made.top], { labels: 'one' })).toMatchObject({
    task: 'classification',
    classes: ['a', 'a;b'],
  })
})

const comments = Array.from(
  { length: 30 },
  (_, i) =>
    `${i},"This is what number ${i} wrote, at some length.",${i % 2},${i % 5 ? 0 : 1},${i % 3 ? 0 : 1}`,
)

test('flags behind a text are its labels, and the text is read', async () => {
  const ctx = openHome()
  const path = join(ctx.home, 'comments.csv')
  writeFileSync(path, `id,comment,rude,loud,long\n${comments.join('\n')}\n`)
  const dataset = await importDataset(ctx, [path])
  expect(dataset).toMatchObject({ task: 'multilabel', classes: ['rude', 'loud', 'long'], items: 30 })
  expect(dataset.columns.map(({ role }) => role)).toEqual([
    'ignored',
    'feature',
    'target',
    'target',
    'target',
  ])
  const model = buildTemplate('lstm-sequence-classifier', datasetFacts(dataset))
  const settings = TrainingSettings.parse({ validationSplit: 0 })
  const { folder } = await prepareTraining(ctx, dataset, model, settings, 1)
  const bytes = readFileSync(join(folder, 'train-target.bin'))
  expect([...bytes]).toEqual(
    Array.from({ length: 30 }, (_, i) => [i % 2, i % 5 ? 0 : 1, i % 3 ? 0 : 1]).flat(),
  )
})

test('genres in one cell of a table of texts are labels', async () => {
  const ctx = openHome()
  const path = join(ctx.home, 'films.csv')
  const genres = ['drama|war', 'comedy', 'comedy|drama']
  const rows = Array.from(
    { length: 30 },
    (_, i) => `"A film of which ${i} people told a story.",${genres[i % 3]}`,
  )
  writeFileSync(path, `plot,genres\n${rows.join('\n')}\n`)
  const dataset = await importDataset(ctx, [path])
  expect(dataset).toMatchObject({ task: 'multilabel', classes: ['comedy', 'drama', 'war'] })
  expect(dataset.parts[0]?.classes.map(({ count }) => count)).toEqual([20, 20, 10])
  const found = await readSamples(ctx, { dataset: dataset.id, className: 'war', offset: 0, limit: 50 })
  expect(found.total).toBe(10)
})

test('a number among targets that are words is refused by name', async () => {
  const path = join(openHome().home, 'mixed.csv')
  writeFileSync(
    path,
    `a,b,c\n${Array.from({ length: 30 }, (_, i) => `${i},${i * 2.5},${'xyz'[i % 3]}`).join('\n')}\n`,
  )
  await expect(planImport([path], { target: 'b,c' })).rejects.toMatchObject({
    code: 'data.targets-mixed',
    values: { column: 'c' },
  })
  expect(await planImport([path], { target: 'a,b' })).toMatchObject({ task: 'regression', items: 30 })
})
