import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { workPerItem } from '../../../../contract/graph/work.ts'
import { chainLayers } from '../../../../contract/templates/chain-layers.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { openDatabase } from '../../../../service/database/open.ts'
import { writePoints } from '../../../../service/runs/points.ts'
import { insertRun } from '../../../../service/runs/rows.ts'
import { estimateTime } from '../../../../service/runs/start/estimate-time.ts'
import { sampleRun } from '../sample-run.ts'

const { db } = openDatabase(mkdtempSync(join(tmpdir(), 'lathe-plan-')))
afterAll(() => void db.close())

const dense = (units: number) =>
  chainLayers('dense', [
    { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, 1000] } },
    { kind: 'Dense', name: 'hidden', settings: { units } },
  ])
const settings = (given: object = {}) => TrainingSettings.parse({ epochs: 10, ...given })

/** A run of 100 items an epoch on this device, with the seconds of its epochs. */
function ran(id: string, device: string, units: number, seconds: number[], given: object = {}) {
  insertRun(db, {
    ...sampleRun(id, { device, settings: settings(given), model: dense(units), epochsDone: seconds.length }),
    resolved: {
      ...{ loss: 'mean_squared_error', learningRate: 0.1, seed: 1, validation: 'none', validationItems: 0 },
      ...{ trainItems: 100, compiled: true, notCompiledBecause: null },
      ...{ dtypePolicy: 'float32', otherPolicyBecause: null, baselines: [] },
    },
  })
  const epochs = seconds.map((one, at) => ({ epoch: at + 1, seconds: one, metrics: { loss: 1 } }))
  writePoints(db, id, { steps: [], epochs })
}

test('before anything has run, the time is unknown', () => {
  expect(estimateTime(db, { model: dense(500), settings: settings() }, 200, 'CPU: a')).toBeNull()
})

test('runs of the same model and batch size on this device give a narrow range, the first epoch left out', () => {
  ran('a', 'CPU: a', 500, [9, 1, 1.2])
  ran('b', 'GPU: b', 500, [9, 0.1, 0.1])
  const found = estimateTime(db, { model: dense(500), settings: settings() }, 200, 'CPU: a')
  expect(found).toMatchObject({ basis: 'same', runs: 1 })
  expect(found?.low).toBeCloseTo((1 / 1.1) * 2 * 10)
  expect(found?.high).toBeCloseTo(1.2 * 1.1 * 2 * 10)
  const other = estimateTime(db, { model: dense(500), settings: settings() }, 200, 'GPU: b')
  expect(other?.high).toBeCloseTo(0.1 * 1.1 * 2 * 10)
})

test('another model is judged by how much it computes, with a wide margin, and one out of all proportion is unknown', () => {
  const twice = (workPerItem(dense(1000)) + 2e5) / (workPerItem(dense(500)) + 2e5)
  const found = estimateTime(db, { model: dense(1000), settings: settings() }, 100, 'CPU: a')
  expect(found).toMatchObject({ basis: 'similar' })
  expect(found?.low).toBeLessThan(1.2 * twice * 10)
  expect(found?.high).toBeGreaterThan(1.2 * twice * 10)
  expect(estimateTime(db, { model: dense(100_000), settings: settings() }, 100, 'CPU: a')).toBeNull()
  expect(
    estimateTime(db, { model: dense(500), settings: settings({ compile: false }) }, 100, 'CPU: a'),
  ).toBeNull()
})
