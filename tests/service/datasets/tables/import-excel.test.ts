import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { planImport } from '../../../../service/datasets/import/plan-import.ts'
import { preparePrediction } from '../../../../service/datasets/packed/prepare-prediction.ts'
import { prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import { openHome } from '../open-home.ts'

// make_tables.py wrote it with openpyxl.
const workbook = join(import.meta.dirname, '../../../reference/data/workbook.xlsx')

async function refused(bytes: Uint8Array): Promise<string> {
  const path = join(openHome().home, 'sheet.xlsx')
  writeFileSync(path, bytes)
  const { items, skipped } = await planImport([path])
  expect(items).toBe(0)
  return skipped[0]?.code ?? ''
}

test('the first sheet with a table is read, below its title and without blank columns', async () => {
  const plan = await planImport([workbook])
  expect(plan).toMatchObject({ kind: 'table', items: 40, classes: ['bean', 'pea'] })
  expect(plan.reading).toEqual({
    encoding: null,
    delimiter: null,
    sheet: 'Plants',
    sheets: ['Notes', 'Plants', '温度'],
  })
  expect(plan.warnings.map(({ code }) => code)).toContain('sheets')
  expect(plan.columns.map(({ name, type, missing }) => [name, type, missing])).toEqual([
    ['day', 'date', 0],
    ['plant', 'text', 0],
    ['height', 'number', 1],
    ['watered', 'boolean', 0],
    ['species', 'category', 0],
  ])
  expect(plan.columns[0]?.examples[0]).toBe('2024-05-01')
})

test('another sheet can be asked for; a formula that was never computed is missing', async () => {
  const plan = await planImport([workbook], { reading: { sheet: '温度' }, target: 'degrees' })
  expect(plan.reading?.sheet).toBe('温度')
  expect(plan.items).toBe(12)
  expect(plan.columns.map(({ name, missing }) => [name, missing])).toEqual([
    ['when', 0],
    ['degrees', 0],
    ['half', 12],
  ])
  expect(plan.columns[0]?.examples[0]).toBe('2024-05-01 00:30:00')
  const none = await planImport([workbook], { reading: { sheet: 'Sheet9' } })
  expect(none.skipped).toMatchObject([{ code: 'no-sheet', values: { sheets: 'Notes, Plants, 温度' } }])
})

test('a workbook is trained on and predicted on, and its rows are named as Excel numbers them', async () => {
  const ctx = openHome()
  const dataset = await importDataset(ctx, [workbook])
  const model = buildTemplate('tabular-classifier', datasetFacts(dataset))
  const { folder } = await prepareTraining(ctx, dataset, model, TrainingSettings.parse({}), 1)
  const made = await preparePrediction(ctx, folder, model, [workbook])
  expect(made.items).toHaveLength(40)
  expect([made.items[0], made.items.at(-1)]).toEqual(['workbook.xlsx:4', 'workbook.xlsx:43'])
})

test('what is no workbook, an old or locked one, and a bomb are refused with their reasons', async () => {
  expect(await refused(readFileSync(workbook).subarray(0, 3000))).toBe('excel-broken')
  expect(await refused(Buffer.from('a,b\n1,2\n'))).toBe('excel-broken')
  expect(await refused(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]))).toBe(
    'excel-old',
  )
  expect(await refused(bombOf(2 ** 28 + 1))).toBe('excel-large')
  expect(await refused(bombOf(2 ** 28))).toBe('excel-broken')
})

/** A workbook whose directory says that its one sheet unpacks to so many bytes; to make them would take long. */
function bombOf(bytes: number): Buffer {
  const zip = Buffer.from(zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(1000) }))
  const entry = zip.indexOf('PK\x01\x02', 0, 'latin1')
  zip.writeUInt32LE(bytes, entry + 24)
  return zip
}
