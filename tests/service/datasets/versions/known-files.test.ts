import { statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { manifestPath, readManifest } from '../../../../service/datasets/versions/version-folder.ts'
import { withFlowers } from './flowers.ts'

test('a second scan takes what has the same size and time as it was, and reads what has not', async () => {
  const { core, top, files } = await withFlowers()
  const file = join(top, files[0] as string)
  const other = join(top, files[4] as string)
  utimesSync(file, 1000, 1000)
  expect((await importDataset(core, [top])).items).toBe(8)
  // Spoilt behind the scan's back: only who reads it can know.
  writeFileSync(file, Buffer.alloc(statSync(file).size))
  utimesSync(file, 1000, 1000)
  truncateSync(other, statSync(other).size >> 1)
  const again = await importDataset(core, [top])
  expect(again.skipped).toMatchObject([{ file: other, code: 'damaged-picture' }])
  expect(again.items).toBe(7)
})

test('the manifest knows the size of each picture, by which a second scan of unchanged files finds the same data', async () => {
  const { core, top, dataset: first } = await withFlowers()
  const { files } = await readManifest(core.home, first)
  expect(files.every(({ shape }) => shape?.length === 3)).toBe(true)
  const again = await importDataset(core, [top], {}, undefined, undefined, true)
  expect(again.id).toBe(first.id)
})

test('where the manifest of an earlier scan is damaged, every file is read anew', async () => {
  const { core, top, dataset: first } = await withFlowers()
  truncateSync(manifestPath(core.home, first), 100)
  const again = await importDataset(core, [top])
  expect(again).toMatchObject({ items: first.items, digest: first.digest, skipped: [] })
})
