import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { PackedData } from '../../../../contract/data/packed.ts'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { planImport } from '../../../../service/datasets/import/plan-import.ts'
import { preparePrediction } from '../../../../service/datasets/packed/prepare-prediction.ts'
import { prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import { openHome } from '../open-home.ts'

const reference = (name: string) => join(import.meta.dirname, '../../../reference/data', name)

/** An array file with this header, as numpy.lib.format version 1.0 lays it out. */
function npy(header: string, values: Uint8Array): Buffer {
  const padded = `${header.padEnd(117)}\n`
  const head = Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(padded.length)}\x00${padded}`, 'latin1')
  return Buffer.concat([head, values])
}
const pictures = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 12, 12), }"

async function refusedFor(name: string, file: Buffer) {
  const { home } = openHome()
  const folder = join(home, 'arrays')
  mkdirSync(folder)
  writeFileSync(join(folder, 'x.npy'), npy(pictures, new Uint8Array(288)))
  writeFileSync(join(folder, name), file)
  const { items, skipped } = await planImport([folder])
  return { items, skipped: skipped.map(({ file, code }) => [basename(file), code]) }
}

test('an .npz of pictures and labels by Keras names becomes a train and a test part', async () => {
  const ctx = openHome()
  const dataset = await importDataset(ctx, [reference('pictures.npz')])
  expect(dataset).toMatchObject({
    kind: 'idx',
    name: 'pictures',
    items: 8,
    imageShape: [12, 12, 3],
    skipped: [],
  })
  expect(dataset.classes).toEqual(['0', '1', '2'])
  expect(dataset.parts.map(({ part, items }) => [part, items])).toEqual([
    ['train', 6],
    ['test', 2],
  ])
  const model = buildTemplate('cnn-image-classifier', datasetFacts(dataset))
  const { folder } = await prepareTraining(ctx, dataset, model, TrainingSettings.parse({}), 1)
  const { parts } = PackedData.parse(JSON.parse(readFileSync(join(folder, 'packed.json'), 'utf8')))
  expect(parts.map(({ items }) => items)).toEqual([6, 2])
  // make_data.py: x_train is numpy.arange(6 * 12 * 12 * 3) % 251, y_train [0, 1, 2, 0, 1, 2].
  const bytes = readFileSync(join(folder, 'train-input.bin'))
  expect([...bytes]).toEqual(Array.from({ length: 2592 }, (_, i) => i % 251))
  const labels = new Int32Array(new Uint8Array(readFileSync(join(folder, 'train-target.bin'))).buffer)
  expect([...labels]).toEqual([0, 1, 2, 0, 1, 2])
})

test('an array of Python objects is refused by name, whatever is pickled in it', async () => {
  const header = "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }"
  const { items, skipped } = await refusedFor('y.npy', npy(header, Buffer.from("cos\nsystem\n(S'true'\ntR.")))
  expect(items).toBe(0)
  expect(skipped).toContainEqual(['y.npy', 'npy-objects'])
})

test.each([
  ['npy-values', "{'descr': '<c16', 'fortran_order': False, 'shape': (2,), }", 32],
  ['idx-rank', "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 1, 1, 1, 2), }", 2],
  ['idx-short', "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", 15],
  ['npy-unknown', "{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (2,), }", 8],
])('%s: %s of %d bytes is refused', async (code, header, bytes) => {
  const { skipped } = await refusedFor('y.npy', npy(header, new Uint8Array(bytes)))
  expect(skipped).toContainEqual(['y.npy', code])
})

test('an array that claims more values than fit anywhere is refused before anything is set aside for it', async () => {
  const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 99999999, 3), }"
  const { items, skipped } = await refusedFor('y.npy', npy(header, new Uint8Array(64)))
  expect(items).toBe(0)
  expect(skipped).toContainEqual(['y.npy', 'idx-short'])
})

test('labels that are no class numbers are refused with the value', async () => {
  const values = new Uint8Array(Int32Array.from([3, -1]).buffer)
  const { skipped } = await refusedFor(
    'y.npy',
    npy("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", values),
  )
  expect(skipped).toContainEqual(['x.npy', 'npy-labels'])
})

const expected = JSON.parse(readFileSync(reference('arrays.json'), 'utf8')) as {
  regression: { x: number[][]; y: number[] }
  'float-pictures': number[]
  'channels-first': number[]
}

async function packed(name: string, template: string) {
  const ctx = openHome()
  const dataset = await importDataset(ctx, [reference(name)])
  const model = buildTemplate(template, datasetFacts(dataset))
  const settings = TrainingSettings.parse({ validationSplit: 0 })
  const made = await prepareTraining(ctx, dataset, model, settings, 1)
  const read = (file: string) => new Uint8Array(readFileSync(join(made.folder, file)))
  return { ctx, dataset, model, read, folder: made.folder }
}

test('pictures as floats in the order of columns, with labels one-hot, are read as the bytes they stand for', async () => {
  const { dataset, read } = await packed('float-pictures.npz', 'cnn-image-classifier')
  expect(dataset).toMatchObject({ kind: 'idx', items: 12, imageShape: [12, 12, 1], classes: ['0', '1', '2'] })
  expect([...read('train-input.bin')]).toEqual(expected['float-pictures'])
  expect([...new Int32Array(read('train-target.bin').buffer)]).toEqual(
    Array.from({ length: 12 }, (_, i) => i % 3),
  )
})

test('pictures with their channels first, of whole numbers with the most significant byte first, are turned', async () => {
  const { dataset, read } = await packed('channels-first.npz', 'cnn-image-classifier')
  expect(dataset).toMatchObject({ items: 6, imageShape: [12, 12, 3] })
  expect([...read('train-input.bin')]).toEqual(expected['channels-first'])
})

test('features and values as Keras saves its data sets become a table with a train and a test part', async () => {
  const { ctx, dataset, model, read, folder } = await packed('regression.npz', 'tabular-regressor')
  expect(dataset).toMatchObject({ kind: 'table', task: 'regression', name: 'regression', skipped: [] })
  expect(dataset.parts.map(({ part, items }) => [part, items])).toEqual([
    ['train', 48],
    ['test', 12],
  ])
  expect(dataset.columns.map(({ name, role }) => [name, role])).toEqual([
    ['x_1', 'feature'],
    ['x_2', 'feature'],
    ['x_3', 'feature'],
    ['y', 'target'],
  ])
  const { input, label } = JSON.parse(readFileSync(join(folder, 'pipeline.json'), 'utf8'))
  const targets = new Float32Array(read('train-target.bin').buffer)
  const inputs = new Float32Array(read('train-input.bin').buffer)
  for (const row of [0, 20, 47]) {
    expect((targets[row] as number) * label.scale + label.centre).toBeCloseTo(
      expected.regression.y[row] as number,
      4,
    )
    const { centre, scale } = input.columns[1]
    expect((inputs[row * 3 + 1] as number) * scale + centre).toBeCloseTo(
      expected.regression.x[row]?.[1] as number,
      4,
    )
  }
  const made = await preparePrediction(ctx, folder, model, [reference('regression.npz')])
  expect(made.items).toHaveLength(60)
})

test('one-hot labels beside features are classes, and rows of several ones are several labels', async () => {
  const oneHot = await packed('one-hot.npz', 'tabular-classifier')
  expect(oneHot.dataset).toMatchObject({
    kind: 'table',
    task: 'classification',
    classes: ['0', '1', '2'],
    items: 30,
  })
  const several = await packed('several-labels.npz', 'tabular-classifier')
  expect(several.dataset).toMatchObject({ task: 'multilabel', classes: ['y_1', 'y_2', 'y_3'], items: 30 })
  expect([...several.read('train-target.bin')]).toEqual(Array.from({ length: 90 }, (_, at) => at % 2))
})
