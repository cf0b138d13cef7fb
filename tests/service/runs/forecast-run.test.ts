import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Run } from '../../../contract/training/run.ts'
import { defaultSettings } from '../../../contract/training/training.ts'
import { shared } from '../datasets/open-home.ts'
import { realService } from '../real-service.ts'

const lathe = realService('test', true)

async function trained(path: string, template: string, options: object = {}): Promise<Run> {
  const { handlers } = lathe
  const made = await handlers['dataset.import']({ paths: [path], task: 'import', options, reuse: false })
  const model = await handlers['model.read']({ source: template, dataset: made.id })
  const settings = { ...defaultSettings, epochs: 2, seed: 1 }
  const id = await handlers['run.start']({ dataset: made.id, model, settings, weights: null })
  return lathe.ended(id)
}

test('a forecast over what came is off by just what the run was measured to be, and stands beside the naive ones', async () => {
  const { handlers } = lathe
  const path = shared('series/airline-passengers.csv')
  const run = await trained(path, 'lstm-forecaster', { series: { horizon: 3 } })
  expect(run.failure).toBeNull()
  const forecast = await handlers['run.forecast']({ id: run.id, task: 'forecast' })
  // Windows end before rows 12 to 141, 130 of them; the last 26 are held out and ask for rows 116 to 143.
  expect(forecast).toMatchObject({ date: 'Month', targets: ['Passengers'], windows: 26, of: 26 })
  const rows = readFileSync(path, 'utf8').trim().split('\n').slice(1)
  const held = rows.slice(116).map((line) => line.split(','))
  expect(forecast.times).toEqual(held.map(([month]) => month?.replaceAll('"', '')))
  expect(forecast.truth).toEqual([held.map(([, value]) => Number(value))])
  const errors = forecast.told.flatMap(([told = []]) =>
    told.flatMap((value, row) => (value === null ? [] : [Math.abs(value - Number(held[row]?.[1]))])),
  )
  expect(errors).toHaveLength(26 * 3)
  const mae = errors.reduce((sum, error) => sum + error, 0) / errors.length
  expect(mae).toBeCloseTo(run.evaluation?.metrics.mae as number, 2)

  expect(run.resolved?.baselines.map(({ name }) => name)).toEqual(['last-value', 'seasonal'])
  expect(run.evaluation?.baselines).toEqual(run.resolved?.baselines)
  const again = await handlers['run.evaluate']({ id: run.id, task: 'evaluate' })
  expect(again.baselines).toEqual(run.resolved?.baselines)
}, 60_000)

test('a run on a plain table has no forecast, and its simplest guess is the largest class', async () => {
  const run = await trained(shared('tabular/iris.csv'), 'tabular-classifier')
  expect(run.resolved?.baselines).toMatchObject([{ name: 'most-frequent', metrics: { accuracy: 1 / 3 } }])
  await expect(lathe.handlers['run.forecast']({ id: run.id, task: 'forecast' })).rejects.toMatchObject({
    code: 'run.no-forecast',
  })
}, 60_000)
