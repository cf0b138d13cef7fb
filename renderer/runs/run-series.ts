import type { EpochPoint, StepPoint } from '../../contract/training/run.ts'
import type { Series } from '../charts/curves-data.ts'
import type { Point } from '../charts/thin.ts'

/** The metrics that have a chart, loss first; `val_` ones share the chart of their training twin. */
export function metricNames(epochs: readonly EpochPoint[], steps: readonly StepPoint[]): string[] {
  const names = new Set<string>(['loss'])
  for (const point of [steps[0], steps[steps.length - 1], epochs[0], epochs[epochs.length - 1]]) {
    for (const name of Object.keys(point?.metrics ?? {})) names.add(name.replace(/^val_/, ''))
  }
  return [...names]
}

/** The step at which each epoch ended: the last step seen of it, or by even steps where none was seen. */
export function epochEnds(
  epochs: readonly EpochPoint[],
  steps: readonly StepPoint[],
): (epoch: number) => number {
  const last = new Map<number, number>()
  for (const point of steps) last.set(point.epoch, Math.max(point.step, last.get(point.epoch) ?? 0))
  const done = epochs[epochs.length - 1]?.epoch ?? 0
  const perEpoch = done > 0 && last.has(done) ? (last.get(done) as number) / done : 1
  return (epoch) => last.get(epoch) ?? Math.round(epoch * perEpoch)
}

const pointsOf = <T extends { metrics: Record<string, number> }>(
  points: readonly T[],
  metric: string,
  x: (point: T) => number,
): Point[] =>
  points.flatMap((point) => {
    const y = point.metrics[metric]
    return y === undefined || y === null ? [] : [{ x: x(point), y }]
  })

/**
 * The two lines of a metric: training solid, validation dashed in the same colour. Over steps, training is the step
 * points and validation stands where its epoch ended; over epochs both are the epoch's own values.
 */
export function runSeries(
  run: { id: string; name: string; colour: string; epochs: EpochPoint[]; steps: StepPoint[] },
  metric: string,
  axis: 'step' | 'epoch',
  words: { training: string; validation: string },
): Series[] {
  const end = epochEnds(run.epochs, run.steps)
  const byStep = axis === 'step'
  const atEpoch = (point: EpochPoint) => (byStep ? end(point.epoch) : point.epoch)
  const bySteps = byStep ? pointsOf(run.steps, metric, (point) => point.step) : []
  const training = bySteps.length > 0 ? bySteps : pointsOf(run.epochs, metric, atEpoch)
  const validation = pointsOf(run.epochs, `val_${metric}`, atEpoch)
  const lines = [
    { key: `${run.id} ${metric}`, label: words.training, dashed: false, points: training },
    { key: `${run.id} val_${metric}`, label: words.validation, dashed: true, points: validation },
  ]
  return lines
    .filter((line) => !line.dashed || line.points.length > 0)
    .map((line) => ({ ...line, colour: run.colour }))
}

/** The epoch with the lowest validation loss, or loss where there is no validation; null before the first epoch. */
export function bestEpoch(epochs: readonly EpochPoint[]): number | null {
  let best: EpochPoint | null = null
  const score = (point: EpochPoint) =>
    point.metrics.val_loss ?? point.metrics.loss ?? Number.POSITIVE_INFINITY
  for (const point of epochs) if (best === null || score(point) < score(best)) best = point
  return best?.epoch ?? null
}

/** One metric of one run, named after the run: for several runs over each other. Every line is solid: all show the same metric. */
export function overlaySeries(
  run: { id: string; name: string; colour: string; epochs: EpochPoint[]; steps: StepPoint[] },
  metric: string,
  axis: 'step' | 'epoch',
): Series[] {
  const validation = metric.startsWith('val_')
  return runSeries(run, metric.replace(/^val_/, ''), axis, { training: run.name, validation: run.name })
    .filter((line) => line.dashed === validation)
    .map((line) => ({ ...line, dashed: false }))
}
