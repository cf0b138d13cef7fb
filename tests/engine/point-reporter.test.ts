import { expect, test } from 'vitest'
import { EngineReport } from '../../contract/engine.ts'
import { pointReporter } from '../../engine/train/point-reporter.ts'

test('a metric that is no number is left out of the points, and the rest is averaged without it', () => {
  const reports: EngineReport[] = []
  const points = pointReporter((report) => void reports.push(report), 3, 1, 2)
  points.step(1, { loss: 1, accuracy: 0.5 })
  points.step(1, { loss: 3, accuracy: 0.5 })
  points.step(1, { loss: Number.NaN, accuracy: 0.5 })
  points.epoch({ epoch: 1, seconds: 1, metrics: { loss: Number.NaN, accuracy: 0.5 } })
  const report = EngineReport.parse(JSON.parse(JSON.stringify(reports[0])))
  expect(report).toMatchObject({
    steps: [{ step: 3, metrics: { loss: 2, accuracy: 0.5 } }],
    epochs: [{ epoch: 1, metrics: { accuracy: 0.5 } }],
  })
})
