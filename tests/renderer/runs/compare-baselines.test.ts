import { expect, test } from 'vitest'
import { Baseline } from '../../../contract/training/baselines.ts'
import { Forecast } from '../../../contract/training/forecast.ts'
import {
  bestBaseline,
  comparedMetrics,
  levelOf,
  validationMetrics,
} from '../../../renderer/runs/page/compare-baselines.ts'
import { forecastLines, meanError, usualSteps } from '../../../renderer/runs/page/forecast-lines.ts'

const naive = [
  Baseline.parse({ name: 'last-value', metrics: { mae: 0.5, mse: 0.4 } }),
  Baseline.parse({ name: 'seasonal', season: 24, metrics: { mae: 1.5, mse: 0.3 } }),
]

test('a model is compared with the guess that is best by the metric', () => {
  const best = bestBaseline(naive, 'mae')
  expect(best.baseline.name).toBe('last-value')
  expect(best.against(0.4)).toEqual({ better: true, share: 20 })
  expect(best.against(0.6)).toEqual({ better: false, share: 20 })
  expect(bestBaseline(naive, 'mse').baseline.name).toBe('seasonal')
  expect([levelOf(naive, 'mse'), levelOf(naive, 'loss'), levelOf([], 'mae')]).toEqual([
    0.3,
    undefined,
    undefined,
  ])
})

test('of shares of right answers what is left to gain is compared', () => {
  const largest = [Baseline.parse({ name: 'most-frequent', class: 'ham', metrics: { accuracy: 0.86 } })]
  expect(bestBaseline(largest, 'accuracy').against(0.93)).toEqual({ better: true, share: 50 })
  expect(bestBaseline(largest, 'accuracy').against(0.86)).toEqual({ better: false, share: 0 })
})

test('only what both have is compared', () => {
  const measured = validationMetrics({
    loss: 1,
    mae: 2,
    val_loss: 3,
    val_mae: 4,
    val_mse: 5,
    val_log_cosh: 6,
  })
  expect(measured).toEqual({ loss: 3, mae: 4, mse: 5, log_cosh: 6 })
  expect(comparedMetrics(naive, measured)).toEqual(['mae', 'mse'])
  expect(comparedMetrics([], measured)).toEqual([])
})

const forecast = Forecast.parse({
  ...{ date: 'day', targets: ['a', 'b'], windows: 3, of: 3, times: ['1', '2', '3', '4'] },
  truth: [
    [10, 11, null, 13],
    [0, 0, 0, 0],
  ],
  told: [
    [
      [9, 12, 12, null],
      [1, 1, 1, null],
    ],
    [
      [null, 14, 12, 10],
      [null, 2, 2, 2],
    ],
  ],
})

test('a forecast is drawn over what came, row by row, for the steps ahead that are chosen', () => {
  const words = { truth: 'came', told: (ahead: number) => `+${ahead}` }
  const lines = forecastLines(forecast, { target: 0, ahead: [2], from: 1 }, words, (line) => `colour ${line}`)
  expect(lines.map(({ label, colour, dashed }) => [label, colour, dashed])).toEqual([
    ['came', 'colour 0', false],
    ['+2', 'colour 1', true],
  ])
  expect(lines[0]?.points).toEqual([
    { x: 1, y: 11 },
    { x: 3, y: 13 },
  ])
  expect(lines[1]?.points).toEqual([
    { x: 1, y: 14 },
    { x: 2, y: 12 },
    { x: 3, y: 10 },
  ])
})

test('how far it is off is told over the rows that have both', () => {
  expect(meanError(forecast, 0, 1)).toBe(1)
  expect(meanError(forecast, 0, 2)).toBe(3)
  expect(meanError(forecast, 1, 2)).toBe(2)
  expect([usualSteps(1), usualSteps(2), usualSteps(6)]).toEqual([[1], [1, 2], [1, 3, 6]])
})
