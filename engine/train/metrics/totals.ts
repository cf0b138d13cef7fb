import type { Metrics } from '../../../contract/training/run.ts'
import type { Metric } from './metric.ts'

/** The sums of each metric over what was seen so far, by its name; `loss`: of the rows' losses, and how many they were. */
export type Totals = Record<string, number[]>

/** Adds the sums of a batch, one metric's after the other's. */
export function addSums(totals: Totals, metrics: readonly Metric[], sums: ArrayLike<number>) {
  let from = 0
  for (const { name, size } of metrics) {
    const start = from
    totals[name] = Array.from(
      { length: size },
      (_, at) => (totals[name]?.[at] ?? 0) + (sums[start + at] as number),
    )
    from += size
  }
}

/** Adds the losses of some rows, which come to `sum`. */
export function addLoss(totals: Totals, sum: number, rows: number) {
  const [before = 0, count = 0] = totals.loss ?? []
  totals.loss = [before + sum, count + rows]
}

/** The loss and the metrics that totals come to. */
export function finished(totals: Totals, metrics: readonly Metric[]): Metrics {
  const [sum = Number.NaN, rows = 1] = totals.loss ?? []
  const values = metrics.map(({ name, finish }) => [name, finish(totals[name] ?? [])] as const)
  return { loss: sum / rows, ...Object.fromEntries(values) }
}

/** What is told of a step: the step's own values, and of metrics that say little about one step the epoch so far. */
export function ofStep(
  metrics: readonly Metric[],
  sums: Float32Array,
  totals: Totals,
): { own: Metrics; running: Metrics } {
  const own: Metrics = {}
  const running: Metrics = {}
  let from = 0
  for (const metric of metrics) {
    if (metric.running) running[metric.name] = metric.finish(totals[metric.name] ?? [])
    else own[metric.name] = metric.finish(sums.subarray(from, from + metric.size))
    from += metric.size
  }
  return { own, running }
}
