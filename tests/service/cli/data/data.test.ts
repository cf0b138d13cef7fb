import { appendFileSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { iris, runLathe } from '../run-lathe.ts'

let home: string
let table: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lathe-data-'))
  table = join(home, 'flowers.csv')
  copyFileSync(iris, table)
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const train = () => ['train', '--data', table, '--model', 'tabular-classifier', '--epochs', '1']

test('import names what was left out, and the data set can be listed and shown', async () => {
  appendFileSync(table, '1,2\n')
  const imported = await runLathe(home, ['import', table, '--name', 'petals'])
  expect(imported.last).toEqual({
    event: 'result',
    dataset: expect.any(String),
    name: 'petals',
    items: 150,
    skipped: [{ file: table, reason: 'line 152 has 2 cells instead of 5' }],
  })
  const listed = await runLathe(home, ['datasets'])
  expect(listed.lines).toMatchObject([{ id: imported.last.dataset, name: 'petals', items: 150 }])
  const shown = await runLathe(home, ['dataset', 'petals'])
  expect(shown.last).toMatchObject({
    id: imported.last.dataset,
    classes: ['setosa', 'versicolor', 'virginica'],
  })
})

test('train imports a path once, and again when the file has changed', async () => {
  const first = await runLathe(home, train())
  const again = await runLathe(home, train())
  expect((await runLathe(home, ['datasets'])).lines).toHaveLength(1)
  appendFileSync(table, '5.0,3.0,1.5,0.2,setosa\n')
  const changed = await runLathe(home, train())
  expect((await runLathe(home, ['datasets'])).lines).toMatchObject([{ items: 151 }, { items: 150 }])
  const versions = await Promise.all(
    [first, again, changed].map(async ({ last }) => (await runLathe(home, ['run', String(last.run)])).last),
  )
  expect(versions.map(({ status }) => status)).toEqual(['finished', 'finished', 'finished'])
  expect(versions[0]?.datasetDigest).toBe(versions[1]?.datasetDigest)
  expect(versions[2]?.datasetDigest).not.toBe(versions[0]?.datasetDigest)
})

test('doctor names the device, and why there is no better one', async () => {
  const { code, last } = await runLathe(home, ['doctor'])
  expect(code).toBe(0)
  expect(last).toMatchObject({
    event: 'result',
    home,
    device: { kind: expect.stringMatching(/^[CG]PU$/), name: expect.any(String), tensorflow: '2.21.0' },
  })
  const { kind, whyNotBetter } = last.device as { kind: string; whyNotBetter: { code: string } | null }
  expect(whyNotBetter === null).toBe(kind === 'GPU')
  if (whyNotBetter) expect(whyNotBetter.code).toMatch(/^device\./)
})

test('a changed file is found by check and taken in by rescan; a gathered copy is pointed to', async () => {
  await runLathe(home, ['import', table, '--name', 'petals'])
  appendFileSync(table, '5.0,3.0,1.5,0.2,setosa\n')
  const check = await runLathe(home, ['data', 'check', 'petals'])
  expect(check).toMatchObject({ code: 1, last: { changed: { count: 1, names: ['flowers.csv'] } } })
  const scanned = await runLathe(home, ['data', 'rescan', 'petals'])
  expect(scanned.last).toMatchObject({ itemsBefore: 150, items: 151, version: 2 })
  const folder = join(home, 'usb')
  expect((await runLathe(home, ['data', 'gather', 'petals', folder])).last).toMatchObject({
    files: 1,
    folder,
  })
  rmSync(table)
  const moved = await runLathe(home, ['data', 'repoint', 'petals', folder])
  expect(moved).toMatchObject({ code: 0, last: { files: 1, found: 1, moved: 0 } })
  const { lines } = await runLathe(home, ['data', 'versions', 'petals'])
  const codes = lines.map(({ change }) => (change as { code: string }).code)
  expect(codes).toEqual(['repointed', 'rescanned', 'imported'])
})
