import { randomFrom, seedFor, shuffled } from '../runtime/random.ts'
import type { CallbackState } from './callbacks.ts'
import { scheduledRate } from './optimizers/schedules.ts'
import type { Prepared } from './prepare-trainer.ts'

/** The rows of an epoch in the order they are seen: its number and the run's seed give it. */
export function epochRows({ order, trainRows }: Prepared, epoch: number): Int32Array {
  if (!order.settings.shuffle) return trainRows
  const draw = randomFrom(seedFor(order.seed, `epoch ${epoch}`))
  return shuffled(trainRows.length, draw).map((index) => trainRows[index] as number)
}

/** The learning rate of each step of an epoch: by the schedule, or as it was reduced last. */
export function epochRates(
  { order, resolved, stepsPerEpoch }: Prepared,
  { rates }: CallbackState,
  epoch: number,
): Float32Array {
  const { schedule, epochs } = order.settings
  if (!schedule)
    return new Float32Array(stepsPerEpoch).fill(rates.findLast(({ from }) => from <= epoch)?.rate ?? 0)
  const before = (epoch - 1) * stepsPerEpoch
  return Float32Array.from({ length: stepsPerEpoch }, (_, step) =>
    scheduledRate(schedule, resolved.learningRate, before + step, epochs * stepsPerEpoch),
  )
}
