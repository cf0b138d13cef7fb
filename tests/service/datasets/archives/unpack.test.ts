import { copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { create } from 'tar'
import { expect, test } from 'vitest'
import { withoutArchives } from '../../../../service/datasets/archives/without-archives.ts'
import { clearUploads } from '../../../../service/datasets/clear-scraps.ts'
import { deleteDataset } from '../../../../service/datasets/delete-dataset.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { planImport } from '../../../../service/datasets/import/plan-import.ts'
import { openHome, shared } from '../open-home.ts'

const plan = async (home: string, path: string) => planImport(await withoutArchives(home, [path]))
const leftOut = (skipped: { file: string; code: string }[], path: string) =>
  skipped.map(({ file, code }) => [file.slice(path.length + 1), code]).sort()

test('an archive of class folders is taken like the folder, its empty class too', async () => {
  const ctx = openHome()
  const dataset = await importDataset(ctx, [shared('bad/image_folder_empty_class.zip')])
  expect(dataset).toMatchObject({ name: 'image_folder_empty_class', items: 12, classes: ['daisy', 'tulip'] })
  expect(dataset.warnings).toMatchObject([{ code: 'empty-class', values: { name: 'rose' } }])
  deleteDataset(ctx, dataset.id)
  expect(readdirSync(join(ctx.home, 'uploads'))).toEqual(['.unfinished'])
})

test('entries that lead out of the archive are named, and nothing is written there', async () => {
  const { home } = openHome()
  const path = shared('bad/zip_slip.zip')
  const { items, skipped } = await plan(home, path)
  expect(items).toBe(50)
  expect(skipped).toHaveLength(3)
  expect(new Set(skipped.map(({ code }) => code))).toEqual(new Set(['archive-path']))
  const [unpacked = ''] = await withoutArchives(home, [path])
  expect(readdirSync(unpacked, { recursive: true }).sort()).toEqual(['data', 'data/ok.csv'])
  for (const place of [home, join(home, 'uploads'), join(home, '..')])
    expect(readdirSync(place).filter((name) => name.startsWith('evil'))).toEqual([])
})

test('a packed TAR is taken, and a link in it is named and not followed', async () => {
  const { home } = openHome()
  const source = join(home, 'source')
  mkdirSync(join(source, 'inner'), { recursive: true })
  copyFileSync(shared('tabular/iris.csv'), join(source, 'inner', 'iris.csv'))
  symlinkSync('/etc/passwd', join(source, 'inner', 'secrets.csv'))
  const path = join(home, 'iris.tar.gz')
  await create({ gzip: true, file: path, cwd: source }, ['inner'])
  const { items, skipped, name } = await plan(home, path)
  expect([name, items]).toEqual(['iris', 150])
  expect(leftOut(skipped, path)).toEqual([['inner/secrets.csv', 'archive-link']])
})

test('a bomb is refused before it fills the disk', async () => {
  const { home } = openHome()
  const path = join(home, 'bomb.zip')
  const bytes = Buffer.from(zipSync({ 'zeros.csv': new Uint8Array(1000) }))
  // The size of its one entry in the central directory (APPNOTE.TXT 4.3.12): a GiB out of a few bytes.
  bytes.writeUInt32LE(2 ** 30, bytes.indexOf('PK\x01\x02') + 24)
  writeFileSync(path, bytes)
  await expect(plan(home, path)).rejects.toMatchObject({
    code: 'data.nothing-usable',
    values: { reason: expect.stringContaining('200 times') },
  })
})

test('a broken archive is named with its reason', async () => {
  const { home } = openHome()
  const path = join(home, 'broken.zip')
  writeFileSync(path, 'no archive at all')
  await expect(plan(home, path)).rejects.toMatchObject({
    code: 'data.nothing-usable',
    values: { reason: expect.stringContaining('cannot be unpacked') },
  })
})

test('an abandoned plan takes what was unpacked with it', async () => {
  const { db, home } = openHome()
  const { paths } = await plan(home, shared('bad/zip_slip.zip'))
  clearUploads(db, home, paths)
  expect(existsSync(paths[0] as string)).toBe(false)
})
