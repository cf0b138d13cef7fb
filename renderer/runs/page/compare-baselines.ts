import type { Baseline } from '../../../contract/training/baselines.ts'
import { isLargerBetter } from '../../../contract/training/metrics.ts'
import type { Metrics } from '../../../contract/training/run.ts'

/** More columns than this have no room beside the curves. */
const mostMetrics = 2

/** The metrics that both a model and the simplest guesses have, in the model's order. */
export function comparedMetrics(baselines: readonly Baseline[], measured: Metrics): string[] {
  return Object.keys(measured)
    .filter((name) => baselines.length > 0 && baselines.every(({ metrics }) => name in metrics))
    .slice(0, mostMetrics)
}

/** The guess that is best by a metric, and how a model's value stands against it: by how many percent better or worse. */
export function bestBaseline(baselines: readonly Baseline[], metric: string) {
  const larger = isLargerBetter(metric)
  const value = (one: Baseline) => one.metrics[metric] as number
  const baseline = baselines.reduce((best, one) =>
    (larger ? value(one) > value(best) : value(one) < value(best)) ? one : best,
  )
  const guess = value(baseline)
  return {
    baseline,
    against(model: number): { better: boolean; share: number } {
      // Of a share of right answers what is left to gain counts: 0.99 halves the errors of 0.98.
      const [own, other] = larger ? [1 - model, 1 - guess] : [model, guess]
      const share = other === 0 ? 0 : Math.round(Math.abs(100 * (1 - own / other)))
      return { better: own < other, share }
    },
  }
}

/** A run's last metrics on what it is validated on, by their names without `val_`. */
export const validationMetrics = (metrics: Metrics): Metrics =>
  Object.fromEntries(
    Object.entries(metrics).flatMap(([name, value]) =>
      name.startsWith('val_') ? [[name.slice(4), value]] : [],
    ),
  )

/** The best that a simple guess comes to by a metric; undefined where none has it. */
export function levelOf(baselines: readonly Baseline[], metric: string): number | undefined {
  const having = baselines.filter(({ metrics }) => metric in metrics)
  return having.length ? bestBaseline(having, metric).baseline.metrics[metric] : undefined
}
