import { copyFileSync, mkdtempSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { planImport } from '../../../../service/datasets/import/plan-import.ts'
import { openHome, shared } from '../open-home.ts'

const reasons = (skipped: { file: string; code: string; reason: string }[]) =>
  skipped.map(({ file, code, reason }) => [basename(file), code, reason])

test('four packed IDX files become one data set with a train and a test part', async () => {
  const dataset = await importDataset(openHome(), [shared('mnist')])
  expect(dataset).toMatchObject({ kind: 'idx', name: 'mnist', items: 70_000, imageShape: [28, 28, 1] })
  const counts = (part: string) =>
    dataset.parts.find((one) => one.part === part)?.classes.map(({ count }) => count)
  expect(counts('train')).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
  expect(counts('test')).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
})

test('labels.txt beside the files gives the classes their names', async () => {
  const sample = join(import.meta.dirname, '../../../../resources/samples/fashion-mnist')
  const plan = await planImport([sample])
  expect(plan.classes).toHaveLength(10)
  expect(plan.classes[9]).toBe('Ankle boot')
})

test('a file that holds less than its header promises is refused, and its labels said to have no pictures', async () => {
  const plan = await planImport([shared('bad/idx_short')])
  expect(plan.items).toBe(0)
  expect(reasons(plan.skipped)).toEqual([
    ['short-images-idx3-ubyte', 'idx-short', 'its header promises 78416 bytes, but it holds 47156'],
    ['short-labels-idx1-ubyte', 'no-images', 'the pictures to these labels are missing'],
  ])
})

test('a header that promises two billion pictures is refused before anything is allocated', async () => {
  const plan = await planImport([shared('bad/idx_huge_header-images-idx3-ubyte')])
  expect(reasons(plan.skipped)).toEqual([
    ['idx_huge_header-images-idx3-ubyte', 'idx-short', expect.stringContaining('but it holds 1584')],
  ])
})

test('labels of another number than the pictures are refused', async () => {
  const folder = mkdtempSync(join(openHome().home, 'idx-'))
  copyFileSync(shared('mnist/t10k-images-idx3-ubyte.gz'), join(folder, 'train-images-idx3-ubyte.gz'))
  copyFileSync(shared('mnist/train-labels-idx1-ubyte.gz'), join(folder, 'train-labels-idx1-ubyte.gz'))
  const plan = await planImport([folder])
  expect(reasons(plan.skipped)).toEqual([
    ['train-images-idx3-ubyte.gz', 'idx-counts', 'it has 10000 pictures, but 60000 labels'],
  ])
})

test('pictures without labels are named', async () => {
  const folder = mkdtempSync(join(openHome().home, 'idx-'))
  copyFileSync(shared('mnist/t10k-images-idx3-ubyte.gz'), join(folder, 't10k-images-idx3-ubyte.gz'))
  expect(reasons((await planImport([folder])).skipped)).toEqual([
    ['t10k-images-idx3-ubyte.gz', 'no-labels', 'there is no label file of the same name'],
  ])
})
