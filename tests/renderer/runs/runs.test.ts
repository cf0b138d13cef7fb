import { beforeEach, expect, test } from 'vitest'
import type { RunRow, StepPoint } from '../../../contract/training/run.ts'
import { defaultSettings } from '../../../contract/training/training.ts'
import {
  addSteps,
  mostSteps,
  takeHistory,
  takePoints,
  useLiveRuns,
} from '../../../renderer/runs/live-runs.ts'
import {
  bestEpoch,
  epochEnds,
  metricNames,
  overlaySeries,
  runSeries,
} from '../../../renderer/runs/run-series.ts'
import { filterRuns, metricsOf, runSeconds } from '../../../renderer/runs/table/runs-list.ts'

const step = (at: number, loss = 1, epoch = 1): StepPoint => ({ step: at, epoch, metrics: { loss } })
const epoch = (at: number, val_loss: number) => ({ epoch: at, seconds: 1, metrics: { loss: 1, val_loss } })
const words = { training: 'Training', validation: 'Validation' }

beforeEach(() => useLiveRuns.setState({}, true))

test('live points are put behind the ones that are there', () => {
  expect(addSteps([step(1)], [step(2), step(3)]).map((point) => point.step)).toEqual([1, 2, 3])
})

test('a point that comes twice is there once, and the newer one wins', () => {
  const points = addSteps([step(1, 5), step(2, 5)], [step(2, 7)])
  expect(points).toEqual([step(1, 5), step(2, 7)])
})

test('a very long run is joined in pairs and keeps its last step', () => {
  const points = addSteps(
    [],
    Array.from({ length: mostSteps + 2 }, (_, index) => step(index + 1, index % 2)),
  )
  expect(points.length).toBe((mostSteps + 2) / 2)
  expect(points[points.length - 1]).toEqual(step(mostSteps + 2, 0.5))
})

test('history that comes after live points does not lose them', () => {
  const progress = {
    step: 3,
    steps: 10,
    epoch: 1,
    epochs: 2,
    itemsPerSecond: 1,
    secondsLeft: 1,
    memoryBytes: 1,
    phase: 'training' as const,
  }
  takePoints([{ run: 'r', steps: [step(3)], epochs: [], progress }])
  takeHistory('r', { steps: [step(1), step(2)], epochs: [] })
  takePoints([{ run: 'r', steps: [step(4)], epochs: [epoch(1, 1)], progress: null }])
  const run = useLiveRuns.getState().r
  expect(run?.steps.map((point) => point.step)).toEqual([1, 2, 3, 4])
  expect(run?.epochs).toHaveLength(1)
  expect(run?.progress?.step).toBe(3)
})

test('a run that is taken up again loses what was drawn after its checkpoint', () => {
  takePoints([{ run: 'r', steps: [step(3), step(9)], epochs: [epoch(1, 1), epoch(2, 1)], progress: null }])
  const takenUpAt = { step: 5, epoch: 2 }
  takePoints([{ run: 'r', steps: [step(7, 2)], epochs: [], progress: null, takenUpAt }])
  const run = useLiveRuns.getState().r
  expect(run?.steps).toEqual([step(3), step(7, 2)])
  expect(run?.epochs.map((point) => point.epoch)).toEqual([1])
})

test('points of one run leave another run as it is', () => {
  takePoints([{ run: 'a', steps: [step(1)], epochs: [], progress: null }])
  const before = useLiveRuns.getState().a
  takePoints([{ run: 'b', steps: [step(1)], epochs: [], progress: null }])
  expect(useLiveRuns.getState().a).toBe(before)
})

test('validation stands at the step where its epoch ended, dashed, in the hue of training', () => {
  const run = { id: 'r', name: 'r', colour: '#123456', epochs: [epoch(1, 0.5)], steps: [step(1), step(9)] }
  const [training, validation] = runSeries(run, 'loss', 'step', words)
  expect(training).toMatchObject({ dashed: false, colour: '#123456' })
  expect(validation).toMatchObject({ dashed: true, colour: '#123456', points: [{ x: 9, y: 0.5 }] })
})

test('without step points an epoch still has a place on the axis', () => {
  expect(epochEnds([epoch(1, 1), epoch(2, 1)], [step(20, 1, 2)])(1)).toBe(10)
})

test('before the first point there is a chart of the loss', () => {
  expect(metricNames([], [])).toEqual(['loss'])
})

test('the best epoch is the one of the lowest validation loss', () => {
  expect(bestEpoch([epoch(1, 0.9), epoch(2, 0.3), epoch(3, 0.6)])).toBe(2)
  expect(bestEpoch([])).toBeNull()
})

test('an overlay has one line a run, named after it', () => {
  const run = { id: 'r', name: 'first', colour: '#123456', epochs: [epoch(1, 0.5)], steps: [] }
  expect(overlaySeries(run, 'val_loss', 'epoch')).toMatchObject([
    { label: 'first', points: [{ x: 1, y: 0.5 }] },
  ])
})

const row = (change: Partial<RunRow>): RunRow => ({
  id: '1',
  name: 'run',
  status: 'finished',
  createdAt: 0,
  startedAt: 0,
  endedAt: 2000,
  datasetId: 'd',
  datasetName: 'Iris',
  modelName: 'dense',
  note: '',
  colour: 0,
  settings: defaultSettings,
  epochsDone: 1,
  last: { loss: 1, val_loss: 2 },
  best: {},
  bestEpoch: 1,
  device: null,
  failure: null,
  crossValidation: null,
  ...change,
})

test('a filter needs each of its words, anywhere', () => {
  const rows = [row({ id: 'a', note: 'Good one' }), row({ id: 'b', datasetName: 'Fashion' })]
  expect(filterRuns(rows, 'IRIS good').map((one) => one.id)).toEqual(['a'])
  expect(filterRuns(rows, ' ')).toHaveLength(2)
})

test('a filter over a thousand runs finds what begins, and what goes on, with its words', () => {
  const rows = Array.from({ length: 1000 }, (_, index) => row({ id: String(index), name: `run ${index}` }))
  expect(filterRuns(rows, 'run 99').length).toBe(19)
})

test('a running run lasts until now, one that has not begun has no time', () => {
  expect(runSeconds({ startedAt: 1000, endedAt: null }, 4000)).toBe(3)
  expect(runSeconds({ startedAt: null, endedAt: null }, 4000)).toBeNull()
})

test('the metrics to compare begin with those of validation', () => {
  expect(metricsOf([row({}), row({ last: { mae: 1 } })])).toEqual(['val_loss', 'loss', 'mae'])
})
