import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SeriesChoice } from '../../../../contract/data/series.ts'
import { createAnnouncer } from '../../../../service/announce.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { getDataset } from '../../../../service/datasets/rows.ts'
import { previewSeries, readSeries } from '../../../../service/datasets/series/read-series.ts'
import { rescanDataset } from '../../../../service/datasets/versions/change-files.ts'
import { restoreVersion } from '../../../../service/datasets/versions/restore-version.ts'
import { openHome, shared } from '../open-home.ts'

const read = async (path: string) => {
  const core = { ...openHome(), announce: createAnnouncer(0) }
  return { core, dataset: await importDataset(core, [path]) }
}

test('windows are cut otherwise after the import: a new version, which can be taken back', async () => {
  const { core, dataset } = await read(shared('series/airline-passengers.csv'))
  const choice = {
    series: { sequenceLength: 24, horizon: 6, sequenceStride: 3, samplingRate: 2 },
    targets: undefined,
  }
  const next = await readSeries(core, dataset.id, choice)
  expect(next.version).toBe(2)
  expect(next.series).toEqual({
    ...dataset.series,
    ...{ window: 24, horizon: 6, sequenceStride: 3, samplingRate: 2 },
  })
  expect(next.digest).not.toBe(dataset.digest)
  expect(await readSeries(core, dataset.id, choice)).toEqual(next)
  const back = await restoreVersion(core, dataset.id, 1)
  expect(back).toMatchObject({ version: 3, series: dataset.series, digest: dataset.digest })
})

test('a preview names the rows of a window and of the next, with their real values', async () => {
  const { core, dataset } = await read(shared('series/airline-passengers.csv'))
  const choice = {
    series: { sequenceLength: 4, horizon: 2, sequenceStride: 3, samplingRate: 2 },
    targets: undefined,
  }
  const preview = await previewSeries(core, dataset.id, choice, 1)
  // keras.utils.timeseries_dataset_from_array begins window 1 at row 3 and reads every second row.
  expect(preview.shown).toEqual([
    { reads: [3, 5, 7, 9], asks: [11, 13] },
    { reads: [6, 8, 10, 12], asks: [14, 16] },
  ])
  // Rows 0 to 143; a window and its forecast span 11 rows: (144 - 11) / 3 + 1, whole ones.
  expect(preview).toMatchObject({ windows: 45, rows: 144, of: 144, at: 1, targets: ['Passengers'] })
  expect(preview.from).toBe(0)
  expect([preview.times[3], preview.values[0]?.[3]]).toEqual(['1949-04', 129])
  const last = await previewSeries(core, dataset.id, choice, 10_000)
  expect(last.at).toBe(44)
  expect(last.shown).toHaveLength(1)
  expect(getDataset(core.db, dataset.id).version).toBe(1)
})

test('another column is forecast, and the one before becomes a feature', async () => {
  const { core, dataset } = await read(shared('series/ETTh1.csv'))
  const next = await readSeries(core, dataset.id, SeriesChoice.parse({ targets: ['HUFL', 'HULL'] }))
  const roles = Object.fromEntries(next.columns.map(({ name, role }) => [name, role]))
  expect(roles).toMatchObject({ HUFL: 'target', HULL: 'target', OT: 'feature', date: 'ignored' })
  expect(next.warnings.find(({ code }) => code === 'series')?.values.target).toBe('HUFL, HULL')
})

test('of two columns of dates the one that is chosen tells the time, also when the file is scanned again', async () => {
  const { home } = openHome()
  const path = join(home, 'visits.csv')
  const day = (row: number) => new Date(Date.UTC(2020, 0, 1 + row)).toISOString().slice(0, 10)
  const rows = Array.from({ length: 60 }, (_, row) => `${day(row)},${day(100 + 2 * row)},${row * 1.5}`)
  writeFileSync(path, `asked,paid,sum\n${rows.join('\n')}\n`)
  const { core, dataset } = await read(path)
  expect(dataset.series).toMatchObject({ date: 'asked', step: 86_400_000 })
  const next = await readSeries(core, dataset.id, SeriesChoice.parse({ series: { date: 'paid' } }))
  expect(next.series).toMatchObject({ date: 'paid', step: 2 * 86_400_000 })
  expect(
    next.warnings.filter(({ code }) => code === 'date-column').map(({ values }) => values.column),
  ).toEqual(['asked'])
  writeFileSync(path, `asked,paid,sum\n${[...rows, `${day(60)},${day(220)},3.5`].join('\n')}\n`)
  await rescanDataset(core, dataset.id, true)
  expect(getDataset(core.db, dataset.id)).toMatchObject({ version: 3, items: 61, series: { date: 'paid' } })
})

test('a table of classes with dates becomes a time series once numbers are forecast', async () => {
  const { home } = openHome()
  const path = join(home, 'weather.csv')
  const rows = Array.from({ length: 40 }, (_, row) => {
    const day = new Date(Date.UTC(2021, 0, 1 + row)).toISOString().slice(0, 10)
    return `${day},${(10 + Math.sin(row) * 4).toFixed(2)},${row % 3 ? 'dry' : 'wet'}`
  })
  writeFileSync(path, `day,degrees,class\n${rows.join('\n')}\n`)
  const { core, dataset } = await read(path)
  expect([dataset.task, dataset.series]).toEqual(['classification', undefined])
  const next = await readSeries(core, dataset.id, SeriesChoice.parse({ targets: ['degrees'] }))
  expect(next).toMatchObject({
    task: 'regression',
    classes: [],
    items: 40,
    series: { date: 'day', window: 10 },
  })
  expect(next.columns.find(({ name }) => name === 'class')?.role).toBe('ignored')
})

test.each([
  [{ series: { date: 'Passengers' } }, 'data.no-series'],
  [{ series: { sequenceLength: 140, horizon: 5 } }, 'data.series-short'],
  [{ targets: ['Month'] }, 'data.series-target'],
  [{ targets: ['Pasengers'] }, 'data.no-target'],
])('what cannot be is refused, and nothing is changed: %j', async (choice, code) => {
  const { core, dataset } = await read(shared('series/airline-passengers.csv'))
  const parsed = SeriesChoice.parse(choice)
  await expect(readSeries(core, dataset.id, parsed)).rejects.toMatchObject({ code })
  await expect(previewSeries(core, dataset.id, parsed, 0)).rejects.toMatchObject({ code })
  expect(getDataset(core.db, dataset.id)).toEqual(dataset)
})
