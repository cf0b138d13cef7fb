import { cpSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { skippedCount } from '../../../../contract/data/data-notes.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { planImport } from '../../../../service/datasets/import/plan-import.ts'
import { getDataset, listDatasets } from '../../../../service/datasets/rows.ts'
import { readManifest } from '../../../../service/datasets/versions/version-folder.ts'
import { openHome, shared } from '../open-home.ts'

test('a plan says what a table is without writing anything', async () => {
  const { home } = openHome()
  const plan = await planImport([shared('tabular/iris.csv')])
  expect(plan).toMatchObject({
    kind: 'table',
    name: 'iris',
    task: 'classification',
    items: 150,
    classes: ['setosa', 'versicolor', 'virginica'],
    skipped: [],
    warnings: [],
  })
  expect(plan.columns.map(({ type, role }) => `${type} ${role}`)).toEqual([
    ...Array(4).fill('number feature'),
    'category target',
  ])
  expect(existsSync(join(home, 'datasets'))).toBe(false)
})

test('an import keeps a row, a manifest and dataset.json, and refers to the files where they are', async () => {
  const ctx = openHome()
  const path = shared('tabular/iris.csv')
  const dataset = await importDataset(ctx, [path], { name: 'petals' })
  expect(dataset).toMatchObject({ name: 'petals', items: 150, version: 1, paths: [path] })
  expect(getDataset(ctx.db, 'petals')).toEqual(dataset)
  expect(readdirSync(join(ctx.home, 'datasets', dataset.id)).sort()).toEqual(['dataset.json', 'versions'])
  const manifest = await readManifest(ctx.home, dataset)
  expect(manifest.files).toMatchObject([
    { path, size: 3877, hash: '7e4e13e60d330d83ae5309b440eb5ececb4b779e925cc621d8f347b1e14eeca3' },
  ])
})

test('the same name is taken twice by counting on', async () => {
  const ctx = openHome()
  for (const name of ['iris', 'iris 2', 'iris 3'])
    expect((await importDataset(ctx, [shared('tabular/iris.csv')])).name).toBe(name)
  expect(listDatasets(ctx.db).map(({ name }) => name)).toEqual(['iris 3', 'iris 2', 'iris'])
})

test('with reuse, the same files give the data set that is there already', async () => {
  const ctx = openHome()
  const paths = [shared('tabular/iris.csv')]
  const first = await importDataset(ctx, paths, {}, undefined, undefined, true)
  expect((await importDataset(ctx, paths, {}, undefined, undefined, true)).id).toBe(first.id)
  const other = await importDataset(ctx, [shared('tabular/wine.csv')], {}, undefined, undefined, true)
  expect(other.id).not.toBe(first.id)
})

test('a cancelled import leaves nothing', async () => {
  const ctx = openHome()
  const control = new AbortController()
  const seen: number[] = []
  const reading = importDataset(
    ctx,
    [shared('images/flowers')],
    {},
    (done, total) => {
      if (total) seen.push(done)
      if (total) control.abort()
    },
    control.signal,
  )
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
  expect(seen.length).toBeGreaterThan(0)
  expect(listDatasets(ctx.db)).toEqual([])
  expect(existsSync(join(ctx.home, 'datasets')) ? readdirSync(join(ctx.home, 'datasets')) : []).toEqual([])
})

test('what cannot be used ends in a failure that names the first file and why', async () => {
  const ctx = openHome()
  await expect(importDataset(ctx, [shared('bad/header_only.csv')])).rejects.toMatchObject({
    code: 'data.nothing-usable',
    values: { names: 'header_only.csv', reason: 'header_only.csv: it has no rows below its header' },
  })
  await expect(importDataset(ctx, [shared('bad/empty.csv')])).rejects.toMatchObject({
    code: 'data.nothing-usable',
    values: { reason: 'empty.csv: it is empty' },
  })
  await expect(importDataset(ctx, [shared('README.md')])).rejects.toMatchObject({
    code: 'data.nothing-recognised',
  })
  await expect(planImport([shared('no-such-folder')])).rejects.toMatchObject({ code: 'data.path-missing' })
  expect(listDatasets(ctx.db)).toEqual([])
})

test('thousands of files of no use are counted, and the first of them named', async () => {
  const ctx = openHome()
  const top = join(ctx.home, 'pictures')
  for (const name of ['rose', 'tulip'])
    cpSync(shared(`images/hymenoptera/val/ants`), join(top, name), { recursive: true })
  for (let number = 0; number < 2500; number++) writeFileSync(join(top, `${number}.jpg`), '')
  const plan = await planImport([top])
  expect(plan.skipped).toHaveLength(2001)
  expect(plan.skipped.at(-1)).toMatchObject({ code: 'more-files', file: top, values: { count: 500 } })
  expect(skippedCount(plan.skipped)).toBe(2500)
})

test('an import of a long table says how far it is', async () => {
  const ctx = openHome()
  const path = join(ctx.home, 'long.csv')
  const rows = Array.from(
    { length: 600_000 },
    (_, row) => `${row * 0.37},${row % 97},${row * 3},${row % 2 ? 'a' : 'b'}`,
  )
  writeFileSync(path, ['x,y,z,label', ...rows].join('\n'))
  const told: number[] = []
  await importDataset(ctx, [path], {}, (done, _total, unit) => {
    if (unit === 'percent') told.push(done)
  })
  expect(new Set(told).size).toBeGreaterThan(1)
  expect(told).toEqual([...told].sort((a, b) => a - b))
})
