import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { excludeItems } from '../../../../service/datasets/profile/resolve-finding.ts'
import { getDataset } from '../../../../service/datasets/rows.ts'
import { checkDataset, repointDataset } from '../../../../service/datasets/versions/change-files.ts'
import { withFlowers } from './flowers.ts'

const fine = { missing: { count: 0 }, changed: { count: 0 } }

test('a folder that moved is found by its files, and the data stays the same', async () => {
  const { core, top, dataset } = await withFlowers()
  const place = join(core.home, 'elsewhere', 'pictures')
  mkdirSync(join(core.home, 'elsewhere'))
  renameSync(top, place)
  expect(await checkDataset(core, dataset.id)).toMatchObject({ missing: { count: 8 } })
  const told = await repointDataset(core, dataset.id, place, false)
  expect(told).toEqual({ files: 8, found: 8, moved: 0, missing: { count: 0, names: [] } })
  expect(getDataset(core.db, dataset.id).version).toBe(1)
  await repointDataset(core, dataset.id, place, true)
  const next = getDataset(core.db, dataset.id)
  expect(next).toMatchObject({ version: 2, digest: dataset.digest, paths: [place] })
  expect(await checkDataset(core, dataset.id)).toMatchObject(fine)
})

test('the folder above the one that moved will do, and a copy has other times', async () => {
  const { core, top, dataset } = await withFlowers()
  const above = join(core.home, 'copies')
  cpSync(top, join(above, 'flowers'), { recursive: true })
  rmSync(top, { recursive: true })
  expect(await repointDataset(core, dataset.id, above, true)).toMatchObject({ found: 8, moved: 0 })
  expect(getDataset(core.db, dataset.id).paths).toEqual([join(above, 'flowers')])
})

test('files in other folders are found by their contents, and what was left out stays so', async () => {
  const { core, top, files, dataset } = await withFlowers()
  const [first = '', second = ''] = files
  await excludeItems(core, dataset.id, [first], true)
  const place = join(core.home, 'sorted')
  renameSync(top, place)
  mkdirSync(join(place, 'kept'))
  renameSync(join(place, first), join(place, 'kept', '1.jpg'))
  rmSync(join(place, second))
  expect(await repointDataset(core, dataset.id, place, true)).toEqual({
    files: 8,
    found: 7,
    moved: 1,
    missing: { count: 1, names: [second] },
  })
  const next = getDataset(core.db, dataset.id)
  expect(next.excluded.files).toEqual(['kept/1.jpg'])
  expect(await checkDataset(core, dataset.id)).toMatchObject({ missing: { names: [second] }, files: 7 })
})

test('a table that was renamed is pointed to by itself, and another one is not taken for it', async () => {
  const { core } = await withFlowers()
  const path = join(core.home, 'table.csv')
  writeFileSync(path, 'x,y\n1,a\n2,b\n3,a\n4,b\n')
  const dataset = await importDataset(core, [path])
  const other = join(core.home, 'other.csv')
  writeFileSync(other, 'x,y\n9,a\n9,b\n9,a\n9,b\n')
  await expect(repointDataset(core, dataset.id, other, true)).rejects.toMatchObject({
    code: 'data.not-found-there',
  })
  const renamed = join(core.home, 'renamed.csv')
  renameSync(path, renamed)
  expect(await repointDataset(core, dataset.id, renamed, true)).toMatchObject({ found: 1 })
  expect(getDataset(core.db, dataset.id)).toMatchObject({ paths: [renamed], digest: dataset.digest })
})
