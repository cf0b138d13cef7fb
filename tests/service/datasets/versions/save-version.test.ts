import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { versionChange } from '../../../../contract/data/versions.ts'
import { createAnnouncer } from '../../../../service/announce.ts'
import { rebuild } from '../../../../service/database/rebuild.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { getDataset, renameDataset } from '../../../../service/datasets/rows.ts'
import { readVersion, versionSeen, versionsOf } from '../../../../service/datasets/versions/read-version.ts'
import { restoreVersion } from '../../../../service/datasets/versions/restore-version.ts'
import { saveVersion } from '../../../../service/datasets/versions/save-version.ts'
import { datasetFolder, readManifest } from '../../../../service/datasets/versions/version-folder.ts'
import { openHome, shared } from '../open-home.ts'

async function withIris() {
  const core = { ...openHome(), announce: createAnnouncer(0) }
  const dataset = await importDataset(core, [shared('tabular/iris.csv')])
  return { core, dataset }
}

/** The next version, in which one column is read as a category. */
const otherwise = (present: Awaited<ReturnType<typeof withIris>>['dataset']) => ({
  dataset: {
    ...present,
    columns: present.columns.map((one, at) => (at ? one : { ...one, role: 'ignored' as const })),
  },
  change: versionChange('columns', { names: present.columns[0]?.name ?? '' }),
})

test('a change makes the next version, keeps the one before, and is announced', async () => {
  const { core, dataset } = await withIris()
  const announced: string[] = []
  core.announce.onEvent((name, payload) => announced.push(`${name} ${payload}`))
  const next = await saveVersion(core, dataset.name, otherwise)
  core.announce.flush()
  expect(next).toMatchObject({ id: dataset.id, version: 2, items: 150 })
  expect(next.digest).not.toBe(dataset.digest)
  expect(getDataset(core.db, dataset.id)).toEqual(next)
  expect(readVersion(core, dataset.id, 1)).toEqual(dataset)
  expect(versionsOf(core, dataset.id).map(({ version, change }) => [version, change.code])).toEqual([
    [2, 'columns'],
    [1, 'imported'],
  ])
  expect(await readManifest(core.home, next)).toEqual(await readManifest(core.home, dataset))
  expect(announced).toEqual(['tables.changed datasets'])
})

test('a change of nothing that a model sees keeps the digest, and null makes no version', async () => {
  const { core, dataset } = await withIris()
  const next = await saveVersion(core, dataset.id, (present) => ({
    dataset: { ...present, warnings: [] },
    change: versionChange('augmentation'),
  }))
  expect(next).toMatchObject({ version: 2, digest: dataset.digest })
  expect(await saveVersion(core, dataset.id, () => null)).toEqual(next)
})

test('an earlier version comes back with its digest and keeps the present name', async () => {
  const { core, dataset } = await withIris()
  await saveVersion(core, dataset.id, otherwise)
  renameDataset(core, dataset.id, 'petals')
  const back = await restoreVersion(core, dataset.id, 1)
  expect(back).toEqual({ ...dataset, version: 3, name: 'petals' })
  const again = await restoreVersion(core, dataset.id, 2)
  expect(again.digest).toBe(readVersion(core, dataset.id, 2).digest)
  expect(versionsOf(core, dataset.id)[0]?.change.message).toBe('version 2 restored')
  await expect(restoreVersion(core, dataset.id, 9)).rejects.toMatchObject({ code: 'dataset.no-version' })
})

test('changes at the same time come one after the other, and none is lost', async () => {
  const { core, dataset } = await withIris()
  const all = ['a', 'b', 'c'].map((word) =>
    saveVersion(core, dataset.id, (present) => ({
      dataset: { ...present, classes: [...present.classes, word] },
      change: versionChange('columns', { names: word }),
    })),
  )
  await Promise.all(all)
  expect(getDataset(core.db, dataset.id)).toMatchObject({
    version: 4,
    classes: [...dataset.classes, 'a', 'b', 'c'],
  })
})

test('a folder that a killed service left above the present version belongs to nobody and is replaced', async () => {
  const { core, dataset } = await withIris()
  const folder = join(datasetFolder(core.home, dataset.id), 'versions', '2')
  mkdirSync(folder)
  writeFileSync(join(folder, 'version.json'), '{}')
  expect(versionsOf(core, dataset.id)).toHaveLength(1)
  await saveVersion(core, dataset.id, otherwise)
  expect(versionsOf(core, dataset.id)).toHaveLength(2)
  expect(readdirSync(folder).sort()).toEqual(['dataset.json', 'manifest.json', 'version.json'])
})

test('what fails leaves the old version and no scraps', async () => {
  const { core, dataset } = await withIris()
  const failing = saveVersion(core, dataset.id, (present) => ({
    dataset: present,
    manifest: { file: join(core.home, 'not-there'), contents: 'x' },
    change: versionChange('split'),
  }))
  await expect(failing).rejects.toThrow('not-there')
  expect(getDataset(core.db, dataset.id)).toEqual(dataset)
  expect(readdirSync(join(core.home, 'datasets'))).toEqual([dataset.id])
})

test('a data set of before there were versions keeps what it held at its first change', async () => {
  const { core, dataset } = await withIris()
  const folder = datasetFolder(core.home, dataset.id)
  renameSync(join(folder, 'versions', '1', 'manifest.json'), join(folder, 'manifest.json'))
  rmSync(join(folder, 'versions'), { recursive: true })
  expect(versionsOf(core, dataset.id)).toMatchObject([{ version: 1, change: { code: 'imported' } }])
  await saveVersion(core, dataset.id, otherwise)
  expect(readVersion(core, dataset.id, 1)).toEqual(dataset)
  expect(existsSync(join(folder, 'versions', '1', 'manifest.json'))).toBe(true)
})

test('a run finds the version that it saw, and after the files moved the newest one with the same digest', async () => {
  const { core, dataset } = await withIris()
  const run = { datasetId: dataset.id, datasetVersion: 1, datasetDigest: dataset.digest }
  await saveVersion(core, dataset.id, otherwise)
  expect(versionSeen(core, run)).toEqual(dataset)
  const back = await restoreVersion(core, dataset.id, 1)
  await saveVersion(core, dataset.id, otherwise)
  expect(versionSeen(core, run)).toEqual({ ...back, name: dataset.name })
})

test('a database that is made again has the present version', async () => {
  const { core, dataset } = await withIris()
  const next = await saveVersion(core, dataset.id, otherwise)
  core.db.exec('DELETE FROM datasets')
  rebuild(core.db, core.home)
  expect(getDataset(core.db, dataset.id)).toEqual(next)
  expect(
    JSON.parse(readFileSync(join(datasetFolder(core.home, dataset.id), 'dataset.json'), 'utf8')),
  ).toEqual(next)
})
