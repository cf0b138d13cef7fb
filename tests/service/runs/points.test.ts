import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createAnnouncer } from '../../../service/announce.ts'
import { openDatabase } from '../../../service/database/open.ts'
import { writeRunJson } from '../../../service/runs/folder.ts'
import { markInterrupted } from '../../../service/runs/interrupted.ts'
import { namePredictions } from '../../../service/runs/name-predictions.ts'
import { cutPoints, readEpochs, readSteps, writePoints } from '../../../service/runs/points.ts'
import { findRun, insertRun, listRuns } from '../../../service/runs/rows.ts'
import { nextColour } from '../../../service/runs/start/colour.ts'
import { sampleRun } from './sample-run.ts'

function opened() {
  const home = mkdtempSync(join(tmpdir(), 'lathe-runs-'))
  return { home, db: openDatabase(home).db, announce: createAnnouncer(0) }
}
const epochs = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    epoch: n + 1,
    seconds: 1,
    metrics: { loss: 1 / (n + 1), val_loss: 2 },
  }))

test('a thousand runs of two hundred epochs are listed from their summaries', () => {
  const { db } = opened()
  const points = { steps: [], epochs: epochs(200) }
  db.transaction(() => {
    for (let n = 0; n < 1000; n++) {
      insertRun(db, sampleRun(`r${n}`, { createdAt: n }))
      writePoints(db, `r${n}`, points)
    }
  })()
  const rows = listRuns(db)
  expect(rows).toHaveLength(1000)
  expect(rows[0]).toMatchObject({ id: 'r999', epochsDone: 200, last: { loss: 0.005 }, bestEpoch: 1 })
  expect(rows[0]).not.toHaveProperty('model')
  db.close()
})

test('the best epoch is the one with the lowest validation loss, over several reports', () => {
  const { db } = opened()
  insertRun(db, sampleRun('a'))
  const losses = [3, 1, 2]
  losses.forEach((val_loss, n) => {
    writePoints(db, 'a', {
      steps: [],
      epochs: [{ epoch: n + 1, seconds: 1, metrics: { loss: 9 - n, val_loss } }],
    })
  })
  expect(findRun(db, 'a')).toMatchObject({
    bestEpoch: 2,
    best: { val_loss: 1 },
    last: { val_loss: 2 },
    epochsDone: 3,
  })
  db.close()
})

test('steps are thinned evenly and keep the last one', () => {
  const { db } = opened()
  insertRun(db, sampleRun('a'))
  const steps = Array.from({ length: 1001 }, (_, n) => ({ step: n + 1, epoch: 1, metrics: { loss: n } }))
  writePoints(db, 'a', { steps, epochs: [] })
  const thinned = readSteps(db, 'a', 100)
  expect(thinned.length).toBeLessThanOrEqual(100)
  expect(thinned.at(-1)?.step).toBe(1001)
  expect(readSteps(db, 'a', 0)).toEqual([])
  expect(readSteps(db, 'a', 2000)).toHaveLength(1001)
  db.close()
})

test('runs left unfinished become interrupted and keep their points', () => {
  const { home, db, announce } = opened()
  for (const status of ['queued', 'preparing', 'training', 'finished'] as const) {
    const run = sampleRun(status, { status })
    insertRun(db, run)
    writeRunJson(home, run)
    writePoints(db, status, { steps: [], epochs: epochs(2) })
  }
  expect(markInterrupted({ home, db, announce }).toSorted()).toEqual([
    'run preparing',
    'run queued',
    'run training',
  ])
  expect(findRun(db, 'training').status).toBe('interrupted')
  expect(findRun(db, 'finished').status).toBe('finished')
  expect(readEpochs(db, 'training')).toHaveLength(2)
  db.close()
})

test('neighbouring runs get different colours', () => {
  const { db } = opened()
  const seen: number[] = []
  for (let n = 0; n < 8; n++) {
    seen.push(nextColour(db))
    insertRun(db, sampleRun(`r${n}`, { createdAt: n, colour: seen[n] as number }))
  }
  expect(new Set(seen).size).toBe(8)
  db.close()
})

test('an unknown run is refused by name; a name finds the newest run that has it', () => {
  const { db } = opened()
  insertRun(db, sampleRun('old', { name: 'same', createdAt: 1 }))
  insertRun(db, sampleRun('new', { name: 'same', createdAt: 2 }))
  expect(findRun(db, 'same').id).toBe('new')
  expect(() => findRun(db, 'none')).toThrow(expect.objectContaining({ code: 'run.unknown' }))
  db.close()
})

test('outputs become class names by argmax, by half for one sigmoid, and stay values for regression', () => {
  const run = { name: 'r', task: 'classification' as const, classes: ['no', 'yes'] }
  expect(
    namePredictions(
      run,
      ['a', 'b'],
      [
        [0.9, 0.1],
        [0.2, 0.8],
      ],
    ).map((p) => p.prediction),
  ).toEqual(['no', 'yes'])
  expect(namePredictions(run, ['a', 'b'], [[0.5], [0.25]])).toEqual([
    { item: 'a', prediction: 'yes', scores: { no: 0.5, yes: 0.5 } },
    { item: 'b', prediction: 'no', scores: { no: 0.75, yes: 0.25 } },
  ])
  expect(namePredictions({ ...run, task: 'regression' }, ['a'], [[3.5]])).toEqual([
    { item: 'a', prediction: 3.5, scores: {} },
  ])
  expect(() => namePredictions({ ...run, classes: ['a', 'b', 'c'] }, ['a'], [[1, 0]])).toThrow(
    expect.objectContaining({ code: 'run.no-classes' }),
  )
})

test('a run that is taken up again loses the points after its checkpoint, gets those that were lost, and is summed up anew', () => {
  const { db } = opened()
  insertRun(db, sampleRun('a'))
  const point = (step: number) => ({ step, epoch: Math.ceil(step / 10), metrics: { loss: 1 } })
  writePoints(db, 'a', {
    steps: [8, 16, 38].map(point),
    epochs: epochs(4).filter(({ epoch }) => epoch !== 2),
  })
  cutPoints(db, 'a', { epoch: 4, step: 35, steps: [point(24)], epochs: epochs(2) })
  expect(readSteps(db, 'a', 100).map(({ step }) => step)).toEqual([8, 16, 24])
  expect(readEpochs(db, 'a')).toEqual(epochs(3))
  expect(findRun(db, 'a')).toMatchObject({ epochsDone: 3, last: { loss: 1 / 3 }, bestEpoch: 1 })
  db.close()
})
