import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { copyRows, nothingLeftOut } from '../../../../service/datasets/gallery/copied-rows.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { openDuck } from '../../../../service/datasets/tables/duck.ts'
import { openTables } from '../../../../service/datasets/tables/table-sql.ts'
import { readManifest } from '../../../../service/datasets/versions/version-folder.ts'
import { openHome, shared } from '../open-home.ts'

/** Titanic in two parts. */
async function twoParts() {
  const ctx = openHome()
  const folder = join(ctx.home, 'titanic')
  mkdirSync(folder)
  const [head = '', ...rows] = readFileSync(shared('tabular/titanic.csv'), 'utf8').trimEnd().split('\n')
  for (const [name, own] of Object.entries({ train: rows.slice(0, 700), test: rows.slice(700) }))
    writeFileSync(join(folder, `${name}.csv`), [head, ...own].join('\n'))
  const dataset = await importDataset(ctx, [folder])
  return readManifest(ctx.home, dataset)
}
const hooks = { progress: () => {}, check: () => {} }
const all = 'SELECT * EXCLUDE (part), part::VARCHAR FROM'

test('the copy of a table has its rows in their order, with their numbers within their part', async () => {
  const manifest = await twoParts()
  const duck = await openDuck(hooks)
  await openTables(duck, manifest.tables, nothingLeftOut, true)
  const rows = await duck.rows(`${all} numbered`)
  await duck.close()
  const copy = await copyRows(manifest, hooks)
  const copied = await copy.rows(`${all} copied.numbered`)
  const stretch = await copy.rows(`${all} copied.numbered LIMIT 20 OFFSET 690`)
  await copy.close()
  expect(rows.length).toBeGreaterThan(880)
  expect(copied).toEqual(rows)
  expect(stretch).toEqual(rows.slice(690, 710))
})

test('a copy leaves nothing, whether it is closed or its table has gone', async () => {
  const manifest = await twoParts()
  const own = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`lathe-table-${process.pid}-0-`))
  const before = own()
  const [first] = manifest.tables
  const gone = { ...manifest, tables: [{ ...first, path: join(tmpdir(), 'gone.csv') }] } as typeof manifest
  await expect(copyRows(gone, hooks)).rejects.toThrow()
  expect(own()).toEqual(before)
  const copy = await copyRows(manifest, hooks)
  expect(own()).toHaveLength(before.length + 1)
  await copy.close()
  expect(own()).toEqual(before)
})
