import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Dataset } from '../../../../contract/data/dataset.ts'
import { Excluded } from '../../../../contract/data/excluded.ts'
import { PackedData } from '../../../../contract/data/packed.ts'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import type { DataContext } from '../../../../service/datasets/context.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { countKept } from '../../../../service/datasets/excluded/count-kept.ts'
import { fileKey } from '../../../../service/datasets/excluded/file-key.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import { readManifest } from '../../../../service/datasets/versions/version-folder.ts'
import { openHome, shared } from '../open-home.ts'

const hooks = { progress: () => {}, check: () => {} }

async function packWithout(dataset: Dataset, ctx: DataContext, excluded: object, template: string) {
  // As saveVersion would: another digest, so that nothing packed before is taken.
  const less = { ...dataset, excluded: Excluded.parse(excluded), digest: `${dataset.digest}-less` }
  const model = buildTemplate(template, datasetFacts(dataset))
  const settings = TrainingSettings.parse({ validationSplit: 0 })
  const { folder } = await prepareTraining(ctx, less, model, settings, 1)
  const packed = PackedData.parse(JSON.parse(readFileSync(join(folder, 'packed.json'), 'utf8')))
  const parts = await countKept(less, await readManifest(ctx.home, dataset), hooks)
  return { folder, packed, parts }
}
const counts = (parts: { part: string; items: number }[]) =>
  parts.map(({ part, items }) => `${part} ${items}`)

test('rows of a table that were left out are neither packed nor counted, and the others keep their order', async () => {
  const { home, ...ctx } = openHome()
  const path = join(home, 'table.csv')
  const rows = Array.from({ length: 5000 }, (_, row) => `${row},${row % 2 ? 'odd' : 'even'}`)
  writeFileSync(path, `x,target\n${rows.join('\n')}\n`)
  const dataset = await importDataset({ home, ...ctx }, [path])
  const left = rows.map((_, row) => row).filter((row) => row % 7 === 0)
  const { folder, packed, parts } = await packWithout(
    dataset,
    { home, ...ctx },
    { rows: { train: left } },
    'tabular-classifier',
  )
  expect(counts(packed.parts)).toEqual([`train ${5000 - left.length}`])
  expect(counts(parts)).toEqual([`train ${5000 - left.length}`])
  const inputs = new Float32Array(new Uint8Array(readFileSync(join(folder, 'train-input.bin'))).buffer)
  expect(inputs.every((value, at) => at === 0 || value > (inputs[at - 1] as number))).toBe(true)
  const targets = new Int32Array(new Uint8Array(readFileSync(join(folder, 'train-target.bin'))).buffer)
  const expected = rows.flatMap((_, row) => (row % 7 ? [row % 2] : []))
  expect([...targets]).toEqual(expected)
})

test('pictures that were left out are neither packed nor counted', async () => {
  const ctx = openHome()
  const dataset = await importDataset(ctx, [shared('images/hymenoptera')])
  const { files } = await readManifest(ctx.home, dataset)
  const ants = files.filter(({ part, label }) => part === 'train' && label === 0)
  const keys = ants.slice(0, 3).map(({ path }) => fileKey(dataset.paths, path))
  expect(keys[0]).toMatch(/^train\/ants\/[^/]+\.jpg$/)
  const { packed, parts } = await packWithout(dataset, ctx, { files: keys }, 'cnn-image-classifier')
  const before = dataset.parts.find(({ part }) => part === 'train')
  const after = parts.find(({ part }) => part === 'train')
  expect(after?.items).toBe((before?.items ?? 0) - 3)
  expect(after?.classes[0]).toEqual({ name: 'ants', count: (before?.classes[0]?.count ?? 0) - 3 })
  expect(counts(packed.parts)).toEqual(counts(parts))
})

test('pictures within one file that were left out are neither packed nor counted', async () => {
  const ctx = openHome()
  const dataset = await importDataset(ctx, [shared('fashion-mnist')])
  const { packed, folder, parts } = await packWithout(
    dataset,
    ctx,
    { rows: { test: [0, 2, 9_999] } },
    'cnn-image-classifier',
  )
  expect(counts(packed.parts)).toEqual(['train 60000', 'test 9997'])
  expect(counts(parts)).toEqual(['train 60000', 'test 9997'])
  const targets = new Int32Array(new Uint8Array(readFileSync(join(folder, 'test-target.bin'))).buffer)
  // The labels of the test part begin 9 2 1 1 6.
  expect([...targets.slice(0, 3)]).toEqual([2, 1, 6])
})

test('a file is named by its path below what was imported, wherever that lies', () => {
  expect(fileKey(['/a/flowers'], '/a/flowers/rose/1.jpg')).toBe('rose/1.jpg')
  expect(fileKey(['/b/c/flowers'], '/b/c/flowers/rose/1.jpg')).toBe('rose/1.jpg')
  expect(fileKey(['/a/one', '/a/two'], '/a/two/1.jpg')).toBe('1:1.jpg')
  expect(fileKey(['/a/one.jpg'], '/a/one.jpg')).toBe('one.jpg')
})
