import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { PackedData } from '../../../../contract/data/packed.ts'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { readSamples } from '../../../../service/datasets/gallery/read-samples.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { planImport } from '../../../../service/datasets/import/plan-import.ts'
import { preparePrediction } from '../../../../service/datasets/packed/prepare-prediction.ts'
import { prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import { openHome } from '../open-home.ts'

const names = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']

/** A record as CIFAR has it: labels, then 1024 reds, greens and blues, row by row. */
const record = (labels: number[], red: number, green: number) =>
  Buffer.concat([
    Buffer.from(labels),
    Buffer.alloc(1024, red),
    Buffer.alloc(1024, green),
    Buffer.alloc(1024, 7),
  ])

function cifar10(home: string): string {
  const top = join(home, 'cifar-10-batches-bin')
  mkdirSync(top)
  for (const batch of [1, 2])
    writeFileSync(
      join(top, `data_batch_${batch}.bin`),
      Buffer.concat(Array.from({ length: 10 }, (_, at) => record([at], batch * 10 + at, 100))),
    )
  writeFileSync(join(top, 'test_batch.bin'), record([3], 200, 100))
  writeFileSync(join(top, 'batches.meta.txt'), `${names.join('\n')}\n\n`)
  writeFileSync(join(top, 'readme.html'), '<html></html>')
  return top
}

test('the batches of CIFAR-10 are a train and a test part with the names of their classes', async () => {
  const ctx = openHome()
  const dataset = await importDataset(ctx, [cifar10(ctx.home)])
  expect(dataset).toMatchObject({ kind: 'idx', classes: names, imageShape: [32, 32, 3], skipped: [] })
  expect(dataset.parts.map(({ part, items }) => [part, items])).toEqual([
    ['train', 20],
    ['test', 1],
  ])
  const model = buildTemplate('cnn-image-classifier', datasetFacts(dataset))
  const { folder } = await prepareTraining(ctx, dataset, model, TrainingSettings.parse({}), 1)
  const { parts } = PackedData.parse(JSON.parse(readFileSync(join(folder, 'packed.json'), 'utf8')))
  expect(parts.map(({ items, inputs }) => [items, inputs[0]?.shape])).toEqual([
    [20, [32, 32, 3]],
    [1, [32, 32, 3]],
  ])
  const bytes = readFileSync(join(folder, 'train-input.bin'))
  expect([...bytes.subarray(0, 6)]).toEqual([10, 100, 7, 10, 100, 7])
  expect([...bytes.subarray(11 * 3072, 11 * 3072 + 3)]).toEqual([21, 100, 7])
  const labels = new Int32Array(new Uint8Array(readFileSync(join(folder, 'train-target.bin'))).buffer)
  expect([...labels]).toEqual(Array.from({ length: 20 }, (_, at) => at % 10))
  const cats = await readSamples(ctx, { dataset: dataset.id, className: 'cat', offset: 0, limit: 9 })
  expect(cats.samples.map(({ part, file }) => [part, file])).toEqual([
    ['train', 'data_batch_1.bin#3'],
    ['train', 'data_batch_2.bin#3'],
    ['test', 'test_batch.bin#0'],
  ])
  const made = await preparePrediction(ctx, folder, model, [
    join(dataset.paths[0] as string, 'test_batch.bin'),
  ])
  expect(made.items).toEqual(['test_batch.bin#0'])
})

test('CIFAR-100 is read by its fine classes, and by the coarse ones where that is asked for', async () => {
  const { home } = openHome()
  const top = join(home, 'cifar-100-binary')
  mkdirSync(top)
  const rows = [record([1, 30], 1, 1), record([19, 99], 2, 2), record([1, 31], 3, 3)]
  writeFileSync(join(top, 'train.bin'), Buffer.concat(rows))
  writeFileSync(join(top, 'test.bin'), rows[0] as Buffer)
  writeFileSync(
    join(top, 'coarse_label_names.txt'),
    Array.from({ length: 20 }, (_, i) => `coarse ${i}`).join('\n'),
  )
  const fine = await planImport([top])
  expect([fine.classes.length, fine.items, fine.skipped]).toEqual([100, 4, []])
  expect(fine.parts[0]?.classes.filter(({ count }) => count).map(({ name }) => name)).toEqual([
    '30',
    '31',
    '99',
  ])
  const coarse = await planImport([top], { target: 'coarse' })
  expect(coarse.parts[0]?.classes.filter(({ count }) => count)).toEqual([
    { name: 'coarse 1', count: 2 },
    { name: 'coarse 19', count: 1 },
  ])
})

test('the version for Python is never opened, and is told where the other is; half a record is named', async () => {
  const { home } = openHome()
  const top = join(home, 'cifar-10-batches-py')
  mkdirSync(top)
  for (const name of ['data_batch_1', 'test_batch', 'batches.meta'])
    writeFileSync(join(top, name), Buffer.from('80027d71012e', 'hex'))
  const pickled = await planImport([top])
  expect([pickled.items, new Set(pickled.skipped.map(({ code }) => code))]).toEqual([
    0,
    new Set(['cifar-pickle']),
  ])
  expect(pickled.skipped[0]?.reason).toContain('cifar-10-binary.tar.gz')
  const short = join(cifar10(home), 'data_batch_2.bin')
  writeFileSync(short, readFileSync(short).subarray(0, 5000))
  const { items, skipped } = await planImport([join(home, 'cifar-10-batches-bin')])
  expect([items, skipped.map(({ file, code }) => [basename(file), code])]).toEqual([
    11,
    [['data_batch_2.bin', 'cifar-size']],
  ])
  const wrong = Buffer.concat([record([4], 1, 1), record([10], 1, 1)])
  writeFileSync(short, wrong)
  expect((await planImport([join(home, 'cifar-10-batches-bin')])).skipped[0]).toMatchObject({
    code: 'cifar-label',
    values: { row: 1, label: 10 },
  })
})
