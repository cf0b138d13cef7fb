import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ImportOptions } from '../../../../contract/data/dataset.ts'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { createAnnouncer } from '../../../../service/announce.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import { excludeItems } from '../../../../service/datasets/profile/resolve-finding.ts'
import { getDataset } from '../../../../service/datasets/rows.ts'
import {
  checkDataset,
  leaveOutChanged,
  rescanDataset,
} from '../../../../service/datasets/versions/change-files.ts'
import { versionsOf } from '../../../../service/datasets/versions/read-version.ts'
import { restoreVersion } from '../../../../service/datasets/versions/restore-version.ts'
import { openHome, shared } from '../open-home.ts'
import { withFlowers } from './flowers.ts'

const prepare = ({ core, dataset }: Pick<Awaited<ReturnType<typeof withFlowers>>, 'core' | 'dataset'>) => {
  const model = buildTemplate('cnn-image-classifier', datasetFacts(dataset))
  return prepareTraining(core, dataset, model, TrainingSettings.parse({ validationSplit: 0.25 }), 1)
}
const nothing = { count: 0, names: [] }

test('files that were only touched are the same, others are named as changed or missing', async () => {
  const { core, top, files, dataset } = await withFlowers()
  const [touched = '', changed = '', missing = ''] = files
  utimesSync(join(top, touched), 1, 1)
  expect(await checkDataset(core, dataset.id)).toEqual({
    files: 8,
    missing: nothing,
    changed: nothing,
    canLeaveOut: true,
  })
  appendFileSync(join(top, changed), 'more')
  rmSync(join(top, missing))
  expect(await checkDataset(core, dataset.id)).toMatchObject({
    missing: { count: 1, names: [missing] },
    changed: { count: 1, names: [changed] },
  })
})

test('a run on changed data is refused, and goes on once the files are left out', async () => {
  const flowers = await withFlowers()
  const { core, top, files, dataset } = flowers
  appendFileSync(join(top, files[0] as string), 'more')
  rmSync(join(top, files[7] as string))
  await expect(prepare(flowers)).rejects.toMatchObject({
    code: 'data.file-changed',
    values: { name: dataset.name, changed: 1, missing: 1, path: join(top, files[0] as string) },
  })
  const next = await leaveOutChanged(core, dataset.id)
  expect(next).toMatchObject({ version: 2, items: 6 })
  expect(versionsOf(core, dataset.id)[0]?.change).toMatchObject({
    code: 'files-left-out',
    values: { count: 2 },
  })
  await prepare({ core, dataset: next })
  expect(await checkDataset(core, dataset.id)).toMatchObject({ files: 6, missing: nothing, changed: nothing })
})

test('a new scan tells what is new before it is taken in, and can be undone', async () => {
  const { core, top, files, dataset } = await withFlowers()
  const [changed = '', gone = ''] = files
  copyFileSync(join(top, files[5] as string), join(top, changed))
  renameSync(join(top, gone), join(top, 'tulip', 'new.jpg'))
  const told = await rescanDataset(core, dataset.id, false)
  expect(told).toEqual({
    added: { count: 1, names: ['tulip/new.jpg'] },
    removed: { count: 1, names: [gone] },
    changed: { count: 1, names: [changed] },
    itemsBefore: 8,
    items: 8,
    skipped: 0,
    rowsForgotten: 0,
  })
  expect(getDataset(core.db, dataset.id)).toEqual(dataset)
  expect(await rescanDataset(core, dataset.id, true)).toEqual(told)
  const next = getDataset(core.db, dataset.id)
  expect(next).toMatchObject({ version: 2, name: dataset.name, parts: [{ items: 8 }] })
  expect(next.parts[0]?.classes).toMatchObject([{ count: 3 }, { count: 5 }])
  await prepare({ core, dataset: next })
  expect((await restoreVersion(core, dataset.id, 1)).digest).toBe(dataset.digest)
})

test('a new scan of the same files makes no version', async () => {
  const { core, dataset } = await withFlowers()
  expect(await rescanDataset(core, dataset.id, true)).toMatchObject({ added: nothing, items: 8 })
  expect(versionsOf(core, dataset.id)).toHaveLength(1)
})

test('what was left out stays left out, and a damaged file is named by the new scan', async () => {
  const { core, top, files, dataset } = await withFlowers()
  await excludeItems(core, dataset.id, [files[0] as string], true)
  truncateSync(join(top, files[4] as string), 1000)
  expect(await rescanDataset(core, dataset.id, true)).toMatchObject({ itemsBefore: 7, items: 6, skipped: 1 })
  const { excluded, skipped } = getDataset(core.db, dataset.id)
  expect(excluded.files).toEqual([files[0]])
  expect(skipped).toMatchObject([{ code: 'damaged-picture', file: join(top, files[4] as string) }])
})

test('a table keeps the roles of its columns when it is scanned again, and forgets rows left out by number', async () => {
  const { core } = await withFlowers()
  const path = join(core.home, 'table.csv')
  const rows = Array.from({ length: 20 }, (_, row) => `${row},${row % 3},${row % 2 ? 'a' : 'b'}`)
  writeFileSync(path, ['x,y,label', ...rows].join('\n'))
  const dataset = await importDataset(core, [path], { target: 'y' })
  await excludeItems(core, dataset.id, ['train#3', 'train#4'], true)
  expect(getDataset(core.db, dataset.id).items).toBe(18)
  appendFileSync(path, '\n20,1,a\n')
  expect(await rescanDataset(core, dataset.id, true)).toMatchObject({
    changed: { count: 1, names: ['table.csv'] },
    itemsBefore: 18,
    items: 21,
    rowsForgotten: 2,
  })
  const next = getDataset(core.db, dataset.id)
  expect(next.columns.map(({ name, role }) => [name, role])).toEqual(
    dataset.columns.map(({ name, role }) => [name, role]),
  )
})

test('a folder that holds another kind of data now is refused', async () => {
  const { core, top, dataset } = await withFlowers()
  rmSync(top, { recursive: true })
  mkdirSync(top)
  writeFileSync(join(top, 'table.csv'), 'x,y\n1,a\n2,b\n3,a\n')
  await expect(rescanDataset(core, dataset.id, false)).rejects.toMatchObject({ code: 'data.other-kind' })
})

/** Pictures with several labels each, in a table beside them. */
function withTags(): string {
  const top = join(openHome().home, 'tagged')
  mkdirSync(top, { recursive: true })
  const files = readdirSync(shared('images/flowers/rose')).slice(0, 8)
  for (const file of files) copyFileSync(join(shared('images/flowers/rose'), file), join(top, file))
  const rows = files.map((file, at) => `${file},${at % 2 ? 'sea;sky' : 'sand'}`)
  writeFileSync(join(top, 'tags.csv'), ['file,tags', ...rows].join('\n'))
  return top
}

test.each<[string, () => string, ImportOptions]>([
  ['a table', () => shared('tabular/titanic.csv'), {}],
  ['a table with a weight', () => shared('tabular/iris.csv'), { weight: 'petal width (cm)' }],
  ['a series', () => shared('series/ETTh1.csv'), { series: { horizon: 3, sequenceLength: 12 } }],
  ['a table of texts', () => shared('text/SMSSpamCollection.tsv'), {}],
  ['IDX pictures', () => shared('mnist'), {}],
  ['pictures with several labels', withTags, {}],
])('a new scan of %s that has not changed finds nothing new', async (_name, place, options) => {
  const core = { ...openHome(), announce: createAnnouncer(0) }
  const dataset = await importDataset(core, [place()], options)
  await rescanDataset(core, dataset.id, true)
  expect(versionsOf(core, dataset.id)).toHaveLength(1)
})

test('a picture that has another label now is one that changed', async () => {
  const core = { ...openHome(), announce: createAnnouncer(0) }
  const top = withTags()
  const dataset = await importDataset(core, [top])
  const table = join(top, 'tags.csv')
  writeFileSync(table, readFileSync(table, 'utf8').replace(',sand', ',sky;sand'))
  expect(await rescanDataset(core, dataset.id, false)).toMatchObject({
    changed: { count: 1 },
    added: nothing,
  })
})
