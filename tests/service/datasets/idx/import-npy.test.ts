import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { PackedData } from '../../../../contract/packed.ts'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { importDataset } from '../../../../service/datasets/import-dataset.ts'
import { planImport } from '../../../../service/datasets/plan-import.ts'
import { prepareTraining } from '../../../../service/datasets/prepare-training.ts'
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
  ['npy-values', "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8],
  ['npy-values', "{'descr': '>i4', 'fortran_order': False, 'shape': (2,), }", 8],
  ['idx-rank', "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }", 6],
  ['npy-fortran', "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 3), }", 18],
  ['idx-short', "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", 15],
  ['npy-unknown', "{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (2,), }", 8],
])('%s: %s of %d bytes is refused', async (code, header, bytes) => {
  const { skipped } = await refusedFor('y.npy', npy(header, new Uint8Array(bytes)))
  expect(skipped).toContainEqual(['y.npy', code])
})

test('labels that are no class numbers are refused with the value', async () => {
  const values = new Uint8Array(Int32Array.from([3, -1]).buffer)
  const { skipped } = await refusedFor(
    'y.npy',
    npy("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", values),
  )
  expect(skipped).toContainEqual(['x.npy', 'npy-labels'])
})
