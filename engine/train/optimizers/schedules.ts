import type { LearningRateSchedule } from '../../../contract/training/schedules.ts'

/**
 * The learning rate of a step, as `keras.optimizers.schedules` computes it.
 * @param initial the rate it begins with
 * @param step counts from 0 over the whole run
 * @param allSteps what is taken for a number of decay steps that is not given
 */
export function scheduledRate(
  schedule: LearningRateSchedule,
  initial: number,
  step: number,
  allSteps: number,
): number {
  switch (schedule.kind) {
    case 'ExponentialDecay':
      return initial * schedule.decay_rate ** share(schedule, step, allSteps)
    case 'InverseTimeDecay':
      return initial / (1 + schedule.decay_rate * share(schedule, step, allSteps))
    case 'PiecewiseConstantDecay': {
      const place = schedule.boundaries.findIndex((boundary) => step <= boundary)
      return schedule.values.at(place) as number
    }
    case 'PolynomialDecay': {
      const { end_learning_rate: end, power, cycle } = schedule
      const once = schedule.decay_steps ?? allSteps
      const steps = cycle ? once * Math.max(1, Math.ceil(step / once)) : once
      return (initial - end) * (1 - Math.min(step, steps) / steps) ** power + end
    }
    case 'CosineDecay': {
      const { alpha, warmup_target: target, warmup_steps: warmup } = schedule
      const steps = schedule.decay_steps ?? Math.max(1, allSteps - (target === null ? 0 : warmup))
      if (target === null) return initial * cosine(Math.min(step, steps) / steps, alpha)
      if (step < warmup) return initial + ((target - initial) * step) / warmup
      return target * cosine(Math.min(step - warmup, steps) / steps, alpha)
    }
    case 'CosineDecayRestarts': {
      const { t_mul, m_mul, alpha } = schedule
      const done = step / (schedule.first_decay_steps ?? allSteps)
      if (t_mul === 1) return initial * cosine(done % 1, alpha, m_mul ** Math.floor(done))
      const restarts = Math.floor(Math.log(1 - done * (1 - t_mul)) / Math.log(t_mul))
      const before = (1 - t_mul ** restarts) / (1 - t_mul)
      return initial * cosine((done - before) / t_mul ** restarts, alpha, m_mul ** restarts)
    }
  }
}

function share(
  { decay_steps, staircase }: { decay_steps: number | null; staircase: boolean },
  step: number,
  allSteps: number,
): number {
  const done = step / (decay_steps ?? allSteps)
  return staircase ? Math.floor(done) : done
}

/** Half a wave from `height` down to alpha. */
const cosine = (done: number, alpha: number, height = 1) =>
  (1 - alpha) * height * 0.5 * (1 + Math.cos(Math.PI * done)) + alpha
