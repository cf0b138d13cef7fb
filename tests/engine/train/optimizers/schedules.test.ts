import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { LearningRateSchedule } from '../../../../contract/training/schedules.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { scheduledRate } from '../../../../engine/train/optimizers/schedules.ts'

/** What tests/reference/make_loop_golden.py wrote down from Keras. */
const golden = JSON.parse(
  readFileSync(new URL('../../../reference/loop/schedules.json', import.meta.url), 'utf8'),
) as { steps: number[]; cases: { schedule: unknown; initial: number; rates: number[] }[] }

const cases = golden.cases.map(({ schedule, ...more }) => ({
  ...more,
  schedule: LearningRateSchedule.parse(schedule),
}))

test.each(cases.map((one) => [JSON.stringify(one.schedule), one] as const))(
  '%s gives the rates of Keras at every step',
  (_name, { schedule, initial, rates }) => {
    const found = golden.steps.map((step) => scheduledRate(schedule, initial, step, 1000))
    const worst = Math.max(...rates.map((rate, step) => Math.abs((found[step] as number) - rate) / initial))
    expect(worst).toBeLessThan(1e-6)
  },
)

test('every schedule of Keras has its golden rates', () => {
  const kinds = LearningRateSchedule.options.map(({ shape }) => shape.kind.value)
  expect(new Set(cases.map(({ schedule }) => schedule.kind))).toEqual(new Set(kinds))
})

test('decay steps that are not given are all steps of the run', () => {
  const schedule = LearningRateSchedule.parse({ kind: 'CosineDecay' })
  expect(scheduledRate(schedule, 0.1, 0, 400)).toBe(0.1)
  expect(scheduledRate(schedule, 0.1, 200, 400)).toBeCloseTo(0.05, 12)
  expect(scheduledRate(schedule, 0.1, 400, 400)).toBe(0)
})

test('a schedule and a reduction on a plateau are refused together, as by Keras', () => {
  const settings = { schedule: { kind: 'CosineDecay' }, reduceOnPlateau: {} }
  expect(TrainingSettings.safeParse(settings).error?.issues[0]?.path).toEqual(['reduceOnPlateau'])
  expect(TrainingSettings.safeParse({ ...settings, reduceOnPlateau: null }).success).toBe(true)
})

test('piecewise constant values are one more than their boundaries', () => {
  const schedule = { kind: 'PiecewiseConstantDecay', boundaries: [1, 2], values: [0.1, 0.2] }
  expect(LearningRateSchedule.safeParse(schedule).success).toBe(false)
})
