import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PackedData } from '../../../../contract/data/packed.ts'
import { inputShape } from '../../../../contract/model/model.ts'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { planImport } from '../../../../service/datasets/import/plan-import.ts'
import { preparePrediction } from '../../../../service/datasets/packed/prepare-prediction.ts'
import { prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import { openHome, shared } from '../open-home.ts'
import { rowsOf } from '../splits/rows-of.ts'

const floats = (path: string) => new Float32Array(new Uint8Array(readFileSync(path)).buffer)

async function packSeries(path: string, given: object = {}) {
  const ctx = openHome()
  const dataset = await importDataset(ctx, [path])
  const model = buildTemplate('lstm-forecaster', datasetFacts(dataset))
  const made = await prepareTraining(ctx, dataset, model, TrainingSettings.parse(given), 1)
  const { parts } = PackedData.parse(JSON.parse(readFileSync(join(made.folder, 'packed.json'), 'utf8')))
  return { ctx, dataset, model, parts, ...made }
}

test('hours of seven columns are found to be a time series, and windows of a day are offered', async () => {
  const plan = await planImport([shared('series/ETTh1.csv')])
  expect(plan.series).toEqual({
    ...{ date: 'date', step: 3_600_000, gaps: 0, window: 24 },
    ...{ horizon: 1, sequenceStride: 1, samplingRate: 1, acrossGaps: false },
  })
  expect(plan.warnings.map(({ code }) => code)).toEqual(['series'])
  expect(plan.warnings[0]?.message).toContain('2016-07-01 00:00:00 to 2018-06-26 19:00:00')
})

test('the days that are missing in ten years of temperatures are said', async () => {
  const plan = await planImport([shared('series/daily-min-temperatures.csv')])
  expect(plan.series).toMatchObject({ date: 'Date', step: 86_400_000, gaps: 2 })
  expect(plan.warnings.find(({ code }) => code === 'series-gaps')?.values).toEqual({
    column: 'Date',
    count: 2,
    first: '1985-01-01',
  })
})

test('a table with dates in no order is no time series', async () => {
  const { home } = openHome()
  const path = join(home, 'visits.csv')
  const rows = Array.from(
    { length: 60 },
    (_, i) => `2020-01-${String(((i * 7) % 28) + 1).padStart(2, '0')},${i * 1.5}`,
  )
  writeFileSync(path, `day,paid\n${rows.join('\n')}\n`)
  const plan = await planImport([path])
  expect(plan.series).toBeUndefined()
  expect(plan.warnings.map(({ code }) => code)).toContain('date-column')
})

test('months become windows of a year; the end is held out, and the scale is learnt before it', async () => {
  const { folder, model, parts, validation, pipeline } = await packSeries(
    shared('series/airline-passengers.csv'),
  )
  expect(inputShape(model)).toEqual([12, 1])
  expect(parts).toMatchObject([{ part: 'train', items: 132, inputs: [{ shape: [12, 1], dtype: 'float32' }] }])
  // int(132 * 0.8) = 105 windows are trained on; the last of them asks for row 116.
  expect(rowsOf(validation)).toEqual(Array.from({ length: 27 }, (_, i) => 105 + i))
  const values = readFileSync(shared('series/airline-passengers.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[1]))
  const seen = values.slice(0, 117)
  const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length
  const deviation = Math.sqrt(seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / seen.length)
  const { input } = JSON.parse(readFileSync(pipeline, 'utf8'))
  expect(input.columns).toHaveLength(1)
  expect(input.columns[0].centre).toBeCloseTo(mean, 9)
  expect(input.columns[0].scale).toBeCloseTo(deviation, 9)
  const scaled = values.map((value) => Math.fround((value - mean) / deviation))
  const inputs = floats(join(folder, 'train-input.bin'))
  const targets = floats(join(folder, 'train-target.bin'))
  for (const item of [0, 57, 131]) {
    const window = [...inputs.subarray(item * 12, item * 12 + 12)]
    for (const [at, value] of window.entries()) expect(value).toBeCloseTo(scaled[item + at] as number, 5)
    expect(targets[item]).toBeCloseTo(scaled[item + 12] as number, 5)
  }
})

test('whatever split was asked for, the future is never trained on', async () => {
  const path = shared('series/airline-passengers.csv')
  const { validation } = await packSeries(path, { splitKind: 'random', validationSplit: 0.5 })
  expect(rowsOf(validation)).toEqual(Array.from({ length: 66 }, (_, i) => 66 + i))
})

test('a prediction is asked of every window, and named by the last line it read', async () => {
  const { ctx, model, folder } = await packSeries(shared('series/airline-passengers.csv'))
  const made = await preparePrediction(ctx, folder, model, [shared('series/airline-passengers.csv')])
  expect(made.items).toHaveLength(133)
  expect(made.items[0]).toBe('airline-passengers.csv:13')
  expect(made.items.at(-1)).toBe('airline-passengers.csv:145')
  expect(made.scale.centre).toBeGreaterThan(200)
})

test('a series that is too short for the window says how many rows it needs', async () => {
  const { ctx, model, folder } = await packSeries(shared('series/airline-passengers.csv'))
  const path = join(ctx.home, 'short.csv')
  writeFileSync(path, 'Month,Passengers\n1961-01,450\n1961-02,420\n')
  await expect(preparePrediction(ctx, folder, model, [path])).rejects.toMatchObject({
    code: 'data.series-short',
    values: { rows: 12 },
  })
})

test('dates without signs in them are found, and a week from one to the next', async () => {
  const plan = await planImport([shared('series/co2-weekly.csv')])
  expect(plan.columns.map(({ name, type, role }) => [name, type, role])).toEqual([
    ['date', 'date', 'ignored'],
    ['co2', 'number', 'target'],
  ])
  expect(plan.series).toMatchObject({ date: 'date', step: 7 * 86_400_000 })
})

test('several steps ahead of several targets become outputs, step by step, in the scale of each', async () => {
  const ctx = openHome()
  const path = join(ctx.home, 'two.csv')
  const rows = Array.from({ length: 60 }, (_, i) => {
    const day = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10)
    return `${day},${i},${100 - i},${i % 7}`
  })
  writeFileSync(path, `day,up,down,weekday\n${rows.join('\n')}\n`)
  const series = { sequenceLength: 5, horizon: 3, sequenceStride: 2, samplingRate: 2 }
  const dataset = await importDataset(ctx, [path], { target: 'up,down', series })
  expect(dataset.series).toMatchObject({ window: 5, horizon: 3, sequenceStride: 2, samplingRate: 2 })
  const model = buildTemplate('lstm-forecaster', datasetFacts(dataset))
  expect(inputShape(model)).toEqual([5, 3])
  const made = await prepareTraining(ctx, dataset, model, TrainingSettings.parse({}), 1)
  const { parts } = PackedData.parse(JSON.parse(readFileSync(join(made.folder, 'packed.json'), 'utf8')))
  // Windows of rows 0, 2 ... 8 ask for rows 10, 12 and 14: ends 9, 11 ... 53.
  expect(parts).toMatchObject([{ items: 23, targets: [{ shape: [6], dtype: 'float32' }] }])
  const { input } = JSON.parse(readFileSync(made.pipeline, 'utf8'))
  const [, up, down] = input.columns as { centre: number; scale: number }[]
  const scaled = (value: number, by?: { centre: number; scale: number }) =>
    (value - (by?.centre ?? 0)) / (by?.scale ?? 1)
  const targets = floats(join(made.folder, 'train-target.bin'))
  const wanted = [12, 14, 16].flatMap((row) => [scaled(row, up), scaled(100 - row, down)])
  for (const [at, value] of wanted.entries()) expect(targets[6 + at]).toBeCloseTo(value, 5)
  const inputs = floats(join(made.folder, 'train-input.bin'))
  for (const [step, row] of [2, 4, 6, 8, 10].entries())
    expect(inputs[15 + step * 3 + 1]).toBeCloseTo(scaled(row, up), 5)
})

test('no window that is trained on asks for a value that a held-out one asks for', async () => {
  const ctx = openHome()
  const path = shared('series/airline-passengers.csv')
  const dataset = await importDataset(ctx, [path], { series: { horizon: 6 } })
  const model = buildTemplate('lstm-forecaster', datasetFacts(dataset))
  const { validation, without } = await prepareTraining(ctx, dataset, model, TrainingSettings.parse({}), 1)
  const rows = (file: string) => [...new Int32Array(new Uint8Array(readFileSync(file)).buffer)]
  const held = rows((validation as { heldOut: string }).heldOut)
  // 127 windows; the first 101 would be trained on, and the last five of them reach into what is held out.
  expect(held[0]).toBe(101)
  expect(rows(without as string)).toEqual([96, 97, 98, 99, 100])
})

test('gaps are reached over where that is asked for', async () => {
  const path = shared('series/daily-min-temperatures.csv')
  const apart = await importDataset(openHome(), [path])
  const ctx = openHome()
  const across = await importDataset(ctx, [path], { series: { acrossGaps: true } })
  expect(across.warnings.map(({ code }) => code)).toEqual(['series'])
  expect(apart.warnings.map(({ code }) => code)).toEqual(['series', 'series-gaps'])
  const model = buildTemplate('lstm-forecaster', datasetFacts(across))
  const made = await prepareTraining(ctx, across, model, TrainingSettings.parse({}), 1)
  const { parts } = PackedData.parse(JSON.parse(readFileSync(join(made.folder, 'packed.json'), 'utf8')))
  expect(parts[0]?.items).toBe(3650 - 24)
})
