import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clearScraps } from '../../../../service/datasets/clear-scraps.ts'
import { stopGallery } from '../../../../service/datasets/gallery/ask-gallery.ts'
import { readSamples } from '../../../../service/datasets/gallery/read-samples.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { openHome, shared } from '../open-home.ts'

/** The folders that threads of this process have set aside. */
const own = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`lathe-table-${process.pid}-`))

test('a thread that held tables open leaves nothing when it is ended', async () => {
  const ctx = openHome()
  const path = join(ctx.home, 'iris.csv')
  copyFileSync(shared('tabular/iris.csv'), path)
  const { id } = await importDataset(ctx, [path])
  const before = own()
  expect((await readSamples(ctx, { dataset: id, offset: 0, limit: 5 })).samples).toHaveLength(5)
  expect(own()).toHaveLength(before.length + 1)
  await stopGallery()
  expect(own()).toEqual(before)
  expect((await readSamples(ctx, { dataset: id, offset: 0, limit: 5 })).samples).toHaveLength(5)
  await stopGallery()
  expect(own()).toEqual(before)
})

test('a start clears what killed processes left, and nothing of those that run', () => {
  const { db, home } = openHome()
  const ended = spawnSync(process.execPath, ['-e', '0']).pid
  const left = mkdtempSync(join(tmpdir(), `lathe-table-${ended}-3-`))
  mkdirSync(join(left, 'spilled'))
  const mine = mkdtempSync(join(tmpdir(), `lathe-table-${process.pid}-0-`))
  clearScraps(db, home)
  expect([left, mine].map((path) => existsSync(path))).toEqual([false, true])
  rmSync(mine, { recursive: true })
})
