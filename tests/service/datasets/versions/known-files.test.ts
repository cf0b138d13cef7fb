import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importDataset } from '../../../../service/datasets/import-dataset.ts'
import { readManifest } from '../../../../service/datasets/versions/version-folder.ts'
import { openHome, shared } from '../open-home.ts'

/** A few flowers in a folder of its own. */
function withFlowers() {
  const ctx = openHome()
  const top = join(ctx.home, 'flowers')
  for (const name of ['rose', 'tulip']) {
    mkdirSync(join(top, name), { recursive: true })
    const from = shared(`images/flowers/${name}`)
    for (const file of readdirSync(from).slice(0, 4)) copyFileSync(join(from, file), join(top, name, file))
  }
  return { ctx, top }
}

test('a second scan takes what has the same size and time as it was, and reads what has not', async () => {
  const { ctx, top } = withFlowers()
  const file = join(top, 'rose', readdirSync(join(top, 'rose'))[0] as string)
  const other = join(top, 'tulip', readdirSync(join(top, 'tulip'))[0] as string)
  utimesSync(file, 1000, 1000)
  expect((await importDataset(ctx, [top])).items).toBe(8)
  // Spoilt behind the scan's back: only who reads it can know.
  writeFileSync(file, Buffer.alloc(statSync(file).size))
  utimesSync(file, 1000, 1000)
  truncateSync(other, statSync(other).size >> 1)
  const again = await importDataset(ctx, [top])
  expect(again.skipped).toMatchObject([{ file: other, code: 'damaged-picture' }])
  expect(again.items).toBe(7)
})

test('the manifest knows the size of each picture, by which a second scan of unchanged files finds the same data', async () => {
  const { ctx, top } = withFlowers()
  const first = await importDataset(ctx, [top])
  const { files } = await readManifest(ctx.home, first)
  expect(files.every(({ shape }) => shape?.length === 3)).toBe(true)
  const again = await importDataset(ctx, [top], {}, undefined, undefined, true)
  expect(again.id).toBe(first.id)
})
