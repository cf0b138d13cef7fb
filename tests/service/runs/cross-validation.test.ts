import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Split } from '../../../contract/data/split.ts'
import type { CrossValidation } from '../../../contract/training/cross-validation.ts'
import { defaultSettings } from '../../../contract/training/training.ts'
import { spreads } from '../../../service/runs/cross-validation.ts'
import { type Service, startService } from '../../../service/start-service.ts'

const iris = join(import.meta.dirname, '../../../resources/samples/iris/iris.csv')
let home: string
let service: Service

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'lathe-folds-'))
  service = await startService({ home, holder: 'test' })
})

afterEach(async () => {
  await service.stop()
  rmSync(home, { recursive: true, force: true })
})

async function begin(epochs: number, folds = { folds: 3, stratified: true, shuffle: false, group: null }) {
  const { handlers } = service
  const made = await handlers['dataset.import']({ paths: [iris], task: 'import', options: {}, reuse: true })
  const model = await handlers['model.read']({ source: 'tabular-classifier', dataset: made.id })
  const settings = { ...defaultSettings, epochs, folds }
  return handlers['run.crossValidate']({ dataset: made.id, model, settings, weights: null, name: 'irises' })
}

/** Waits until a cross-validation is as it is wanted. */
function until(id: string, wanted: (found: CrossValidation) => boolean): Promise<CrossValidation> {
  return new Promise((resolve) => {
    const look = async () => {
      const found = await service.handlers['run.crossValidation']({ id })
      if (wanted(found)) resolve(found)
    }
    service.onEvent((name) => void (name === 'tables.changed' && look()))
    void look()
  })
}
const ended = ({ runs }: CrossValidation) =>
  runs.every(({ status }) => !['queued', 'preparing', 'training'].includes(status))

test('a run a fold, each held out once, with their mean and deviation', async () => {
  const { id, runs } = await begin(4)
  const found = await until(id, ended)
  expect(found).toMatchObject({ name: 'irises', folds: 3, modelName: 'tabular-classifier' })
  expect(found.runs.map(({ run, fold, status }) => [run, fold, status])).toEqual(
    runs.map((run, fold) => [run, fold, 'finished']),
  )
  const full = await Promise.all(runs.map((run) => service.handlers['run.get']({ id: run })))
  expect(full.map(({ name, crossValidation }) => [name, crossValidation])).toEqual(
    [1, 2, 3].map((fold) => [`irises · ${fold}/3`, id]),
  )
  expect(full.map(({ resolved }) => [resolved?.trainItems, resolved?.validationItems])).toEqual(
    new Array(3).fill([100, 50]),
  )
  expect(new Set(full.map(({ resolved }) => resolved?.seed)).size).toBe(1)
  const scores = full.map(({ evaluation }) => evaluation?.metrics.accuracy as number)
  const mean = scores.reduce((sum, score) => sum + score, 0) / 3
  expect(found.summary.accuracy?.mean).toBeCloseTo(mean, 12)
  expect(found.guess.accuracy?.mean).toBeCloseTo(1 / 3, 1)
  expect(await service.handlers['run.crossValidations']({})).toEqual([found])
}, 60_000)

test('all folds are stopped at once, and those that have not finished go on later, also after Lathe was ended', async () => {
  const { id, runs } = await begin(100_000)
  await until(id, (found) => found.runs[0]?.epochsDone !== 0)
  await service.handlers['run.stopFolds']({ id, keep: true })
  const stopped = await until(id, ended)
  expect(stopped.runs.map(({ status }) => status)).toEqual(['stopped', 'stopped', 'stopped'])
  expect(stopped.runs.map(({ epochsDone }) => epochsDone > 0)).toEqual([true, false, false])
  expect(await service.handlers['run.resumeFolds']({ id })).toEqual(runs)
  await until(id, (found) => found.runs[0]?.status === 'training')
  await service.stop()
  service = await startService({ home, holder: 'test' })
  const after = await service.handlers['run.crossValidation']({ id })
  expect(after.runs.map(({ status }) => status)).toEqual(['stopped', 'interrupted', 'interrupted'])
  expect(await service.handlers['run.resumeFolds']({ id })).toEqual(runs)
  await service.handlers['run.stopFolds']({ id, keep: false })
  await until(id, ended)
}, 60_000)

test('what is held out for good is in no fold, and measuring on it leaves the mean of the folds as it is', async () => {
  const { handlers } = service
  const made = await handlers['dataset.import']({ paths: [iris], task: 'import', options: {}, reuse: true })
  await handlers['dataset.prepare']({ id: made.id, split: Split.parse({ testShare: 0.2 }) })
  const { id, runs } = await begin(1, { folds: 2, stratified: true, shuffle: true, group: null })
  const before = await until(id, ended)
  const run = await handlers['run.get']({ id: runs[0] as string })
  expect([run.resolved?.trainItems, run.resolved?.validationItems]).toEqual([60, 60])
  const measured = await handlers['run.evaluate']({ id: run.id, task: 'evaluate' })
  expect(measured.items).toBe(30)
  expect(await handlers['run.crossValidation']({ id })).toEqual(before)
}, 60_000)

test('without folds in the settings and the data set there is nothing to validate across', async () => {
  const { handlers } = service
  const made = await handlers['dataset.import']({ paths: [iris], task: 'import', options: {}, reuse: true })
  const model = await handlers['model.read']({ source: 'tabular-classifier', dataset: made.id })
  const spec = { dataset: made.id, model, settings: defaultSettings, weights: null }
  const refused = (code: string) => expect.objectContaining({ code })
  expect(() => handlers['run.crossValidate'](spec)).toThrow(refused('run.no-folds'))
  expect(() => handlers['run.crossValidation']({ id: 'none' })).toThrow(refused('run.no-cross-validation'))
})

test('mean and deviation are those of numpy', () => {
  // numpy.mean and numpy.std of the values scikit-learn's documentation has for cross_val_score of a linear SVM on iris.
  const scores = [0.96, 1.0, 0.96, 0.96, 1.0].map((accuracy) => ({ accuracy, loss: 1 }))
  expect(spreads(scores).accuracy?.mean).toBeCloseTo(0.976, 12)
  expect(spreads(scores).accuracy?.std).toBeCloseTo(0.019595917942265444, 12)
  expect(spreads([{ a: 1 }, { b: 1 }])).toEqual({})
  expect(spreads([])).toEqual({})
})
