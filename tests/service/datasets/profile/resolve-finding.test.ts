import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createAnnouncer } from '../../../../service/announce.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { makeProfile } from '../../../../service/datasets/profile/profile-of.ts'
import { excludeItems, resolveFinding } from '../../../../service/datasets/profile/resolve-finding.ts'
import { getDataset } from '../../../../service/datasets/rows.ts'
import { restoreVersion } from '../../../../service/datasets/versions/restore-version.ts'
import { openHome } from '../open-home.ts'

async function imported() {
  const ctx = openHome()
  const path = join(ctx.home, 'table.csv')
  const rows = Array.from({ length: 60 }, (_, row) => `${row % 50},${row % 7},${row % 2 ? 'a' : 'b'}`)
  writeFileSync(path, `n,m,target\n${[...rows, '3,3,a', '3,3,a'].join('\n')}\n`)
  const dataset = await importDataset(ctx, [path])
  return { core: { ...ctx, announce: createAnnouncer() }, dataset }
}
const codes = async (core: Parameters<typeof makeProfile>[0], id: string) =>
  (await makeProfile(core, id)).findings.map(({ id }) => id)

test('what a finding offers makes a new version without it, and the version before brings all back', async () => {
  const { core, dataset } = await imported()
  expect(await codes(core, dataset.id)).toContain('duplicates')
  const less = await resolveFinding(core, dataset.id, 'duplicates', 'exclude-extra')
  expect(less).toMatchObject({ version: 2, items: 60, excluded: { rows: { train: [60, 61] } } })
  expect(less.digest).not.toBe(dataset.digest)
  expect(await codes(core, dataset.id)).not.toContain('duplicates')
  const back = await restoreVersion(core, dataset.id, 1)
  expect(back).toMatchObject({ version: 3, items: 62, digest: dataset.digest })
  expect(await codes(core, dataset.id)).toContain('duplicates')
})

test('a finding that is ignored is remembered, and the data stays what it was', async () => {
  const { core, dataset } = await imported()
  const ignored = await resolveFinding(core, dataset.id, 'duplicates', 'ignore')
  expect(ignored).toMatchObject({ ignoredFindings: ['duplicates'], digest: dataset.digest })
  expect(await resolveFinding(core, dataset.id, 'duplicates', 'recall')).toMatchObject({
    ignoredFindings: [],
  })
})

test('an act that a finding does not offer, or on a finding that is not there, changes nothing', async () => {
  const { core, dataset } = await imported()
  expect(await resolveFinding(core, dataset.id, 'duplicates', 'exclude-train')).toEqual(dataset)
  expect(await resolveFinding(core, dataset.id, 'leak', 'exclude-train')).toEqual(dataset)
})

test('single items are left out and taken in again', async () => {
  const { core, dataset } = await imported()
  await excludeItems(core, dataset.id, ['train#5', 'train#1'], true)
  expect(getDataset(core.db, dataset.id)).toMatchObject({ items: 60, excluded: { rows: { train: [1, 5] } } })
  const back = await excludeItems(core, dataset.id, ['train#5', 'train#1'], false)
  expect(back).toMatchObject({ items: 62, digest: dataset.digest })
})
