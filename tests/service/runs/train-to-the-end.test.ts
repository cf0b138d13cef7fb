import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Run } from '../../../contract/training/run.ts'
import { defaultSettings, type TrainingSettings } from '../../../contract/training/training.ts'
import { realService } from '../real-service.ts'

const iris = join(import.meta.dirname, '../../../resources/samples/iris/iris.csv')
const lathe = realService('test', true)

/** Imports iris, trains the tabular template with a real engine, and waits until the run says that it ended. */
async function trainIris(settings: Partial<TrainingSettings>): Promise<Run> {
  const { handlers } = lathe
  const known = await handlers['dataset.list']({})
  const dataset =
    known[0] ??
    (await handlers['dataset.import']({ paths: [iris], task: 'import', options: {}, reuse: false }))
  const model = await handlers['model.read']({ source: 'tabular-classifier', dataset: dataset.id })
  const id = await handlers['run.start']({
    dataset: dataset.id,
    model,
    settings: { ...defaultSettings, ...settings },
    weights: null,
  })
  return lathe.ended(id)
}

test('a table goes from its file to a trained model whose classes are told apart', async () => {
  const run = await trainIris({ epochs: 10, seed: 1 })
  expect(run.failure).toBeNull()
  expect(run.status).toBe('finished')
  expect(run.epochs).toHaveLength(10)
  expect(run.evaluation?.metrics.accuracy).toBeGreaterThan(0.8)
  expect(run.resolved).toMatchObject({ trainItems: 120, validationItems: 30, seed: 1 })
  const counted = run.evaluation?.confusion?.counts.flat().reduce((sum, count) => sum + count, 0)
  expect(counted).toBe(30)
})

test('two runs with the same seed give the same numbers to the last digit and the same weights', async () => {
  const runs = [await trainIris({ epochs: 3, seed: 7 }), await trainIris({ epochs: 3, seed: 7 })]
  const [first, second] = runs.map((run) => run.epochs.map(({ metrics }) => metrics))
  expect(first).toEqual(second)
  const [weights, others] = runs.map((run) => readFileSync(join(run.folder, 'weights.safetensors')))
  expect(weights?.equals(others as Buffer)).toBe(true)
})

test('another seed gives other numbers', async () => {
  const first = await trainIris({ epochs: 1, seed: 1 })
  const second = await trainIris({ epochs: 1, seed: 2 })
  expect(first.epochs[0]?.metrics.loss).not.toBe(second.epochs[0]?.metrics.loss)
})

test('a trained run predicts the rows of a file by the names of their classes', async () => {
  const run = await trainIris({ epochs: 10, seed: 1 })
  const predictions = await lathe.handlers['run.predict']({ id: run.id, paths: [iris], task: 'predict' })
  expect(predictions).toHaveLength(150)
  expect(predictions[0]).toMatchObject({ item: 'iris.csv:2', prediction: 'setosa' })
  const sum = Object.values(predictions[0]?.scores ?? {}).reduce((total, share) => total + share, 0)
  expect(sum).toBeCloseTo(1, 5)
  // What was packed to predict on is gone; what was packed to train on stays.
  expect(readdirSync(join(lathe.home, 'packed')).filter((name) => /^(predict-|\.)/.test(name))).toEqual([])
  expect(readdirSync(join(lathe.home, 'packed'))).toHaveLength(1)
})

test('a run measured again is measured on the rows that were held out, and gives the same figures', async () => {
  const run = await trainIris({ epochs: 3, seed: 1, splitKind: 'stratified' })
  const again = await lathe.handlers['run.evaluate']({ id: run.id, task: 'evaluate' })
  expect(again.items).toBe(30)
  expect(again.confusion).toEqual(run.evaluation?.confusion)
  expect(again.metrics.loss).toBeCloseTo(run.evaluation?.metrics.loss as number, 5)
})

test('a run is measured again on the version that it saw, whatever became of the data set', async () => {
  const run = await trainIris({ epochs: 2, seed: 1 })
  const { handlers } = lathe
  const items = Array.from({ length: 60 }, (_, row) => `train#${row}`)
  const changed = await handlers['dataset.exclude']({ id: run.datasetId, items, excluded: true })
  expect(changed).toMatchObject({ version: 2, items: 90 })
  const again = await handlers['run.evaluate']({ id: run.id, task: 'evaluate' })
  expect(again.confusion).toEqual(run.evaluation?.confusion)
  const next = await trainIris({ epochs: 1, seed: 1 })
  expect([run.datasetVersion, next.datasetVersion]).toEqual([1, 2])
  expect(next.resolved).toMatchObject({ trainItems: 72, validationItems: 18 })
  expect(next.datasetDigest).toBe(changed.digest)
})
