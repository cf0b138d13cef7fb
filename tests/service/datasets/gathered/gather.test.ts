import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { gatherDataset } from '../../../../service/datasets/gathered/gather-dataset.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { planImport } from '../../../../service/datasets/import/plan-import.ts'
import { excludeItems } from '../../../../service/datasets/profile/resolve-finding.ts'
import { listDatasets } from '../../../../service/datasets/rows.ts'
import { checkDataset } from '../../../../service/datasets/versions/change-files.ts'
import { openHome } from '../open-home.ts'
import { withFlowers } from '../versions/flowers.ts'

/** Flowers of which one is left out, gathered, and the originals gone. */
async function gathered() {
  const { core, top, files, dataset } = await withFlowers()
  const before = await excludeItems(core, dataset.id, [files[2] as string], true)
  const to = join(core.home, 'usb', 'my flowers')
  const report = await gatherDataset(core, dataset.id, to)
  rmSync(top, { recursive: true })
  return { core, files, before, to, report }
}

test('a gathered folder is the same data set in another home, wherever it is put', async () => {
  const { core, before, to, report } = await gathered()
  expect(report).toEqual({ folder: to, files: 8, bytes: before.bytes })
  expect(readdirSync(join(core.home, 'usb'))).toEqual(['my flowers'])
  const other = openHome()
  const place = join(other.home, 'put here')
  renameSync(to, place)
  const plan = await planImport([place])
  expect(plan).toMatchObject({ name: before.name, items: 7, kind: 'image-folder' })
  expect(plan.warnings.map(({ code }) => code)).toContain('gathered')
  const there = await importDataset(other, [place])
  expect(there).toMatchObject({
    digest: before.digest,
    items: 7,
    excluded: before.excluded,
    split: before.split,
    version: 1,
    paths: [join(place, 'flowers')],
  })
  expect(await checkDataset(other, there.id)).toMatchObject({ missing: { count: 0 }, changed: { count: 0 } })
  const again = await importDataset(other, [place], {}, undefined, undefined, true)
  expect(again.id).toBe(there.id)
})

test('a gathered folder that lost or changed a file is refused, naming it', async () => {
  const { core, files, to } = await gathered()
  appendFileSync(join(to, 'flowers', files[1] as string), 'more')
  await expect(importDataset(core, [to])).rejects.toMatchObject({
    code: 'data.gathered-damaged',
    values: { detail: `flowers/${files[1]} has changed` },
  })
  rmSync(join(to, 'lathe-dataset.json'))
  expect((await importDataset(core, [to])).items).toBeGreaterThanOrEqual(7)
})

test('a gathered folder whose paths lead out of it is refused', async () => {
  const { core, to } = await gathered()
  const file = join(to, 'lathe-dataset.json')
  for (const path of ['../secret.jpg', '/etc/passwd', 'flowers/../../secret.jpg', 'C:\\secret.jpg']) {
    const written = JSON.parse(readFileSync(file, 'utf8'))
    written.manifest.files[0].path = path
    writeFileSync(file, JSON.stringify(written))
    await expect(importDataset(core, [to])).rejects.toMatchObject({ code: 'data.gathered-damaged' })
  }
})

test('a cancelled gathering leaves nothing, and a folder with something in it is not written to', async () => {
  const { core, dataset } = await withFlowers()
  const to = join(core.home, 'usb', 'flowers')
  const control = new AbortController()
  const cancelled = gatherDataset(core, dataset.id, to, () => control.abort(), control.signal)
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
  expect(existsSync(to) ? readdirSync(to) : []).toEqual([])
  expect(readdirSync(join(core.home, 'usb'))).toEqual([])
  mkdirSync(to)
  writeFileSync(join(to, 'mine.txt'), 'mine')
  await expect(gatherDataset(core, dataset.id, to)).rejects.toMatchObject({ code: 'data.folder-in-use' })
  expect(readdirSync(to)).toEqual(['mine.txt'])
})

test('data whose files have changed is not gathered', async () => {
  const { core, top, files, dataset } = await withFlowers()
  rmSync(join(top, files[0] as string))
  const to = join(core.home, 'usb')
  await expect(gatherDataset(core, dataset.id, to)).rejects.toMatchObject({ code: 'data.file-changed' })
  expect(existsSync(to)).toBe(false)
  expect(listDatasets(core.db)).toHaveLength(1)
})
