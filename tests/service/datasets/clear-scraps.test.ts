import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clearScraps, clearUploads } from '../../../service/datasets/clear-scraps.ts'
import { deleteDataset } from '../../../service/datasets/delete-dataset.ts'
import { importDataset } from '../../../service/datasets/import/import-dataset.ts'
import { openHome, shared } from './open-home.ts'

function upload(home: string, id: string): string {
  const folder = join(home, 'uploads', id)
  mkdirSync(folder, { recursive: true })
  copyFileSync(shared('tabular/iris.csv'), join(folder, 'iris.csv'))
  return join(folder, 'iris.csv')
}

test('at the start, what a killed service left half-made is gone, and what is used stays', async () => {
  const { db, home } = openHome()
  const kept = upload(home, 'kept')
  await importDataset({ db, home }, [kept])
  upload(home, 'forgotten')
  for (const folder of [
    'packed/predict-1',
    'packed/.reading-2',
    'packed/abc',
    'datasets/.half',
    'uploads/.unfinished',
  ])
    mkdirSync(join(home, folder), { recursive: true })
  clearScraps(db, home)
  expect(readdirSync(join(home, 'packed'))).toEqual(['abc'])
  expect(readdirSync(join(home, 'uploads'))).toEqual(['kept'])
  expect(readdirSync(join(home, 'datasets'))).toHaveLength(1)
})

test('an upload goes with its data set, but not while another data set uses it', async () => {
  const ctx = openHome()
  const path = upload(ctx.home, 'shared')
  const first = await importDataset(ctx, [path])
  const second = await importDataset(ctx, [path])
  deleteDataset(ctx, first.id)
  expect(existsSync(path)).toBe(true)
  deleteDataset(ctx, second.id)
  expect(existsSync(path)).toBe(false)
})

test('abandoning an import removes its upload and no file elsewhere', async () => {
  const { db, home } = openHome()
  const mine = join(home, 'mine.csv')
  copyFileSync(shared('tabular/iris.csv'), mine)
  const sent = upload(home, 'sent')
  const other = upload(home, 'other')
  clearUploads(db, home, [sent, mine])
  expect([sent, other, mine].map((path) => existsSync(path))).toEqual([false, true, true])
})
