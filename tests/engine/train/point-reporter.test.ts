import { expect, test } from 'vitest'
import { EngineReport } from '../../../contract/engine.ts'
import { pointReporter } from '../../../engine/train/point-reporter.ts'

test('a metric that is no number is left out of the points, and the rest is averaged without it', () => {
  const reports: EngineReport[] = []
  const points = pointReporter((report) => void reports.push(report), 203, 1, 2, 200)
  points.step(1, { loss: 1, accuracy: 0.5 })
  points.step(1, { loss: 3, accuracy: 0.5 })
  points.step(1, { loss: Number.NaN, accuracy: 0.5 })
  points.epoch({ epoch: 1, seconds: 1, metrics: { loss: Number.NaN, accuracy: 0.5 } })
  const report = EngineReport.parse(JSON.parse(JSON.stringify(reports[0])))
  expect(report).toMatchObject({
    steps: [{ step: 203, metrics: { loss: 2, accuracy: 0.5 } }],
    epochs: [{ epoch: 1, metrics: { accuracy: 0.5 } }],
  })
})

test('each of the first steps of a run is a point of its own, however quick they are', () => {
  const reports: EngineReport[] = []
  const points = pointReporter((report) => void reports.push(report), 4, 1, 2)
  for (const loss of [4, 3, 2, 1]) points.step(1, { loss })
  points.flush('saving')
  const steps = reports.flatMap((report) => (report.kind === 'points' ? report.steps : []))
  expect(steps.map(({ step, metrics }) => [step, metrics.loss])).toEqual([
    [1, 4],
    [2, 3],
    [3, 2],
    [4, 1],
  ])
})
