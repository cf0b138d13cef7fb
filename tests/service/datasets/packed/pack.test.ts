import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { PackedData } from '../../../../contract/data/packed.ts'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { deleteDataset } from '../../../../service/datasets/delete-dataset.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import { readPipeline } from '../../../../service/datasets/pipeline/read-pipeline.ts'
import { openHome, shared } from '../open-home.ts'
import { rowsOf } from '../splits/rows-of.ts'

const settings = (given: object = {}) => TrainingSettings.parse(given)
const readPacked = (folder: string) =>
  PackedData.parse(JSON.parse(readFileSync(join(folder, 'packed.json'), 'utf8')))
const floats = (path: string) => {
  const bytes = new Uint8Array(readFileSync(path))
  return new Float32Array(bytes.buffer)
}

/** A table in a home of its own, imported and packed for the template of tables. */
async function packTable(csv: string, given: object = {}, template = 'tabular-classifier') {
  const ctx = openHome()
  const path = join(ctx.home, 'table.csv')
  writeFileSync(path, csv)
  const dataset = await importDataset(ctx, [path])
  const model = buildTemplate(template, datasetFacts(dataset))
  const made = await prepareTraining(ctx, dataset, model, settings(given), 1)
  return { ctx, path, dataset, model, ...made }
}

test('numbers are standardised by the training rows alone, with the deviation of the population', async () => {
  const rows = [1, 2, 3, 4, 100].map((value, i) => `${value},${i % 2 ? 'a' : 'b'}`)
  const { folder, pipeline, validation } = await packTable(`x,target\n${rows.join('\n')}\n`, {
    validationSplit: 0.2,
    splitKind: 'last',
  })
  expect(rowsOf(validation)).toEqual([4])
  const { input } = JSON.parse(readFileSync(pipeline, 'utf8'))
  // scikit-learn: StandardScaler().fit([[1],[2],[3],[4]]): mean_ 2.5, scale_ 1.118033988749895
  expect(input.columns[0]).toMatchObject({ name: 'x', fill: 2.5, centre: 2.5, scale: 1.118033988749895 })
  expect([...floats(join(folder, 'train-input.bin'))].map((value) => value.toFixed(4))).toEqual([
    '-1.3416',
    '-0.4472',
    '0.4472',
    '1.3416',
    '87.2066',
  ])
})

test('a column of weights is packed beside the targets, is no feature, and a row without one is refused', async () => {
  const ctx = openHome()
  const path = join(ctx.home, 'table.csv')
  const of = async (rows: string[]) => {
    writeFileSync(path, `x,target,often\n${rows.join('\n')}\n`)
    const dataset = await importDataset(ctx, [path], { weight: 'often' })
    const model = buildTemplate('tabular-classifier', datasetFacts(dataset))
    return { dataset, made: prepareTraining(ctx, dataset, model, settings({ validationSplit: 0 }), 1) }
  }
  const { dataset, made } = await of(['1,a,0.5', '2,b,2', '3,a,0', '4,,7'])
  expect(dataset.columns.map(({ role }) => role)).toEqual(['feature', 'target', 'weight'])
  const { folder } = await made
  const [part] = readPacked(folder).parts
  expect(part?.inputs[0]?.shape).toEqual([1])
  expect(part?.weights).toMatchObject([{ dtype: 'float32', shape: [] }])
  // The row without a target is not trained on, and its weight is not there either.
  expect([...floats(join(folder, part?.weights?.[0]?.file ?? ''))]).toEqual([0.5, 2, 0])
  for (const bad of ['5,b,', '5,b,-1']) {
    const refused = await of(['1,a,0.5', '2,b,2', bad])
    await expect(refused.made).rejects.toMatchObject({
      code: 'data.weight-unusable',
      values: { column: 'often', count: 1 },
    })
  }
  await expect(importDataset(ctx, [path], { weight: 'target' })).rejects.toMatchObject({
    code: 'data.weight-not-number',
  })
})

test('a category becomes one input a level, a yes or no one, and what is missing the mean', async () => {
  const { folder } = await packTable(
    'colour,member,size,target\nred,yes,1,a\ngreen,no,,b\n?,yes,3,a\nred,no,2,b\n',
    { validationSplit: 0 },
  )
  const wide = floats(join(folder, 'train-input.bin'))
  const row = (index: number) =>
    [...wide.slice(index * 4, index * 4 + 4)].map((value) => Number(value.toFixed(3)))
  expect([0, 1, 2, 3].map(row)).toEqual([
    [0, 1, 1, -Number(Math.SQRT2.toFixed(3))],
    [1, 0, 0, 0],
    [0, 0, 1, Number(Math.SQRT2.toFixed(3))],
    [0, 1, 0, 0],
  ])
})

test('rows without a target are not trained on', async () => {
  const { folder } = await packTable('x,target\n1,a\n2,\n3,b\n4,NA\n5,a\n', { validationSplit: 0 })
  const [part] = readPacked(folder).parts
  expect(part).toMatchObject({ part: 'train', items: 3 })
  expect([...new Int32Array(new Uint8Array(readFileSync(join(folder, 'train-target.bin'))).buffer)]).toEqual([
    0, 1, 0,
  ])
})

test('the same data is packed once, and what was packed goes with the data set', async () => {
  const { ctx, dataset, model, folder } = await packTable('x,target\n1,a\n2,b\n3,a\n4,b\n')
  const again = await prepareTraining(ctx, dataset, model, settings(), 1)
  expect(again.folder).toBe(folder)
  expect(readdirSync(join(ctx.home, 'packed'))).toHaveLength(1)
  deleteDataset(ctx, dataset.id)
  expect(existsSync(folder)).toBe(false)
})

test('a file that was changed since the import is named instead of being trained on', async () => {
  const { ctx, path, dataset, model } = await packTable('x,target\n1,a\n2,b\n3,a\n4,b\n')
  writeFileSync(path, 'x,target\n9,a\n8,b\n7,a\n6,b\n')
  utimesSync(path, 1, 1)
  await expect(prepareTraining(ctx, dataset, model, settings(), 1)).rejects.toMatchObject({
    code: 'data.file-changed',
    values: { path },
  })
})

test('one class alone is refused before anything is trained', async () => {
  await expect(packTable('x,target\n1,a\n2,a\n3,a\n')).rejects.toMatchObject({ code: 'data.single-class' })
})

test('pictures are brought to the size of the Input layer, in row order and colour order', async () => {
  const ctx = openHome()
  const top = mkdtempSync(join(ctx.home, 'pictures-'))
  for (const [name, colour] of [
    ['blue', { r: 0, g: 0, b: 255 }],
    ['red', { r: 255, g: 0, b: 0 }],
  ] as const) {
    mkdirSync(join(top, name))
    for (const size of [20, 30])
      await sharp({ create: { width: size, height: size + 5, channels: 3, background: colour } })
        .png()
        .toFile(join(top, name, `${size}.png`))
  }
  const dataset = await importDataset(ctx, [top])
  const model = buildTemplate('cnn-image-classifier', { ...datasetFacts(dataset), imageShape: [12, 10, 3] })
  const { folder, pipeline } = await prepareTraining(ctx, dataset, model, settings({ validationSplit: 0 }), 1)
  const [part] = readPacked(folder).parts
  expect(part).toMatchObject({ items: 4, inputs: [{ dtype: 'uint8', shape: [12, 10, 3], scale: 1 / 255 }] })
  const bytes = readFileSync(join(folder, 'train-input.bin'))
  expect(bytes.length).toBe(4 * 12 * 10 * 3)
  expect([...bytes.subarray(0, 3)]).toEqual([0, 0, 255])
  expect([...bytes.subarray(-3)]).toEqual([255, 0, 0])
  expect((await readPipeline(join(pipeline, '..'))).input).toMatchObject({
    kind: 'image',
    height: 12,
    width: 10,
  })
})

test('packing that is cancelled leaves nothing', async () => {
  const ctx = openHome()
  const dataset = await importDataset(ctx, [shared('images/flowers')])
  const model = buildTemplate('cnn-image-classifier', datasetFacts(dataset))
  const control = new AbortController()
  const packing = prepareTraining(ctx, dataset, model, settings(), 1, () => control.abort(), control.signal)
  await expect(packing).rejects.toMatchObject({ code: 'cancelled' })
  expect(readdirSync(join(ctx.home, 'packed'))).toEqual([])
})
