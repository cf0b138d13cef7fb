import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { ImportPlan } from '../../../../contract/data/dataset.ts'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { planImport } from '../../../../service/datasets/import/plan-import.ts'
import { prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import { openHome, shared } from '../open-home.ts'

const lines = ({ skipped }: ImportPlan) => skipped.map(({ line, code }) => [line, code])
const types = ({ columns }: ImportPlan) => columns.map(({ name, type, role }) => `${name} ${type} ${role}`)

/** A table of its own in a fresh folder. */
function write(name: string, content: string | Uint8Array): string {
  const path = join(mkdtempSync(join(openHome().home, 'table-')), name)
  writeFileSync(path, content)
  return path
}

test('lines with too few or too many cells are named, and no column is shifted', async () => {
  const plan = await planImport([shared('bad/ragged.csv')])
  expect(plan.items).toBe(26)
  expect(plan.skipped.map(({ reason }) => reason)).toEqual([
    'line 6 has 3 cells instead of 5',
    'line 12 has 7 cells instead of 5',
    'line 18 is empty',
    'line 28 is empty',
  ])
  expect(plan.classes).toEqual(['setosa'])
})

test('a quote that never closes costs its own line only', async () => {
  const plan = await planImport([shared('bad/unclosed_quote.csv')])
  expect(lines(plan)).toEqual([[23, 'unclosed-quote']])
  expect(plan.items).toBe(29)
})

test('a byte order mark, CRLF, newlines and doubled quotes in cells are read as they are meant', async () => {
  const plan = await planImport([shared('bad/bom_crlf_quoted_newlines.csv')], { target: 'label' })
  expect(plan.items).toBe(6)
  expect(plan.skipped).toEqual([])
  expect(plan.columns.map(({ name }) => name)).toEqual(['id', 'label', 'text'])
})

test('UTF-16 is found by its mark and said', async () => {
  const plan = await planImport([shared('bad/utf16le_bom.csv')])
  expect(plan.items).toBe(50)
  expect(plan.columns.at(-1)).toMatchObject({ name: 'target', type: 'category' })
  expect(plan.warnings).toContainEqual({
    code: 'encoding',
    values: { file: 'utf16le_bom.csv', encoding: 'UTF-16LE' },
    message: 'utf16le_bom.csv is not UTF-8; it was read as UTF-16LE.',
  })
})

test('Chinese in GB 18030 is found and read', async () => {
  // 花 = bba8, 草 = b2dd, 高度 = b8dfb6c8, 类别 = c0e0b1f0
  const bytes = Buffer.concat([
    Buffer.from('b8dfb6c8', 'hex'),
    Buffer.from(','),
    Buffer.from('c0e0b1f0', 'hex'),
    ...[1, 2, 3, 4].flatMap((n) => [Buffer.from(`\n${n}.5,`), Buffer.from(n % 2 ? 'bba8' : 'b2dd', 'hex')]),
  ])
  const plan = await planImport([write('植物.csv', bytes)])
  expect(types(plan)).toEqual(['高度 number feature', '类别 category target'])
  expect(plan.classes).toEqual(['花', '草'])
})

test('NaN, infinities and overflow are missing numbers; what never changes or is empty is ignored and said', async () => {
  const plan = await planImport([shared('bad/nan_inf_constant.csv')])
  expect(plan.items).toBe(60)
  expect(types(plan)).toEqual([
    'x1 number feature',
    'x2 number feature',
    'constant number ignored',
    'all_missing text ignored',
    'target boolean target',
  ])
  expect(plan.columns[0]?.missing).toBeGreaterThan(0)
  expect(plan.warnings.map(({ code }) => code).sort()).toEqual(['constant-column', 'missing-column'])
})

test('one class alone is warned of', async () => {
  const plan = await planImport([shared('bad/single_class_label.csv')])
  expect(plan.warnings).toMatchObject([{ code: 'single-class', values: { class: 'setosa' } }])
})

test.each([
  ['iris.csv', 150, 4],
  ['wine_data.csv', 178, 13],
  ['breast_cancer.csv', 569, 30],
])('the first line of counts in %s of scikit-learn is told from a row', async (name, rows, columns) => {
  const plan = await planImport([shared(`tabular/sklearn-original/${name}`)])
  expect(plan.items).toBe(rows)
  expect(plan.columns).toHaveLength(columns + 1)
  expect(plan.warnings).toMatchObject([{ code: 'count-line', values: { file: name, rows, columns } }])
})

test('a table without a line of names gets numbered columns and says so', async () => {
  const plan = await planImport([shared('tabular/adult.data')])
  expect(plan.items).toBe(32_561)
  expect(plan.classes).toEqual(['<=50K', '>50K'])
  expect(plan.columns.map(({ missing }) => missing).filter(Boolean)).toEqual([1836, 1843, 583])
  expect(plan.warnings.map(({ code }) => code)).toEqual(['no-header'])
})

test('texts with quotes in them and no quoting keep every row', async () => {
  const plan = await planImport([shared('text/SMSSpamCollection.tsv')])
  expect(plan.items).toBe(5574)
  expect(plan.parts[0]?.classes).toEqual([
    { name: 'ham', count: 4827 },
    { name: 'spam', count: 747 },
  ])
})

test('cells of many lines are one cell', async () => {
  const plan = await planImport([shared('text/movie_reviews.csv')])
  expect(plan.items).toBe(2000)
  expect(plan.skipped).toEqual([])
  expect(plan.classes).toEqual(['neg', 'pos'])
})

test('mixed types and missing values of titanic are told apart', async () => {
  const plan = await planImport([shared('tabular/titanic.csv')])
  const missing = Object.fromEntries(plan.columns.map(({ name, missing }) => [name, missing]))
  expect(missing).toMatchObject({ Age: 177, Cabin: 687, Embarked: 2, Fare: 0 })
  expect(types(plan)).toContain('Survived category target')
  expect(types(plan)).toContain('PassengerId number ignored')
  expect(types(plan)).toContain('Sex category feature')
})

test('a guessed type and role can be changed', async () => {
  const plan = await planImport([shared('tabular/california_housing.csv')], {
    target: 'median_house_value',
    columns: [{ name: 'ocean_proximity', type: 'category', role: 'ignored' }],
  })
  expect(plan).toMatchObject({ task: 'regression', items: 20_640 })
  expect(types(plan)).toContain('ocean_proximity category ignored')
})

test('a packed table is read, and one that is a bomb is refused by name', async () => {
  const plan = await planImport([shared('tabular/sklearn-original/digits.csv.gz')])
  expect(plan).toMatchObject({ items: 1797, skipped: [] })
  expect(plan.classes).toHaveLength(10)
  const bomb = write('bomb.csv.gz', gzipSync(Buffer.alloc(30_000_000, 'a,b\n')))
  expect((await planImport([bomb])).skipped).toMatchObject([{ file: bomb, code: 'bomb' }])
})

test('lines are named by their place in the file, also behind cells of many lines', async () => {
  const path = write('notes.csv', 'a,b\n"one\ntwo",1\n"three",2\nonly\n"four",2\n')
  expect(lines(await planImport([path]))).toEqual([[5, 'ragged-line']])
})

test('cells with a NUL in them are classes like others', async () => {
  const ctx = openHome()
  const path = join(ctx.home, 'nul.csv')
  writeFileSync(path, `size,kind\n${'1,a\0b\n2,plain\n3,a\0b\n4,plain\n'.repeat(5)}`)
  const dataset = await importDataset(ctx, [path])
  expect(dataset.classes).toEqual(['a\0b', 'plain'])
  const model = buildTemplate('tabular-classifier', datasetFacts(dataset))
  const { validation } = await prepareTraining(ctx, dataset, model, TrainingSettings.parse({}), 1)
  expect(validation).toMatchObject({ heldOut: expect.any(String) })
})

test('a price among the columns is what is predicted, also where a class stands behind it', async () => {
  const plan = await planImport([shared('tabular/california_housing.csv')])
  expect(plan).toMatchObject({ task: 'regression', items: 20_640 })
  expect(plan.columns.find(({ role }) => role === 'target')?.name).toBe('median_house_value')
})
