import type { EngineReport } from '../../contract/engine.ts'
import type { EpochPoint, Metrics, RunProgress } from '../../contract/run.ts'

/** How often points are reported, in milliseconds. */
const interval = 100

/** Gathers the metrics of steps and reports their means about ten times a second, with where the run stands. */
export function pointReporter(
  report: (report: EngineReport) => void,
  stepsPerEpoch: number,
  epochs: number,
  batchSize: number,
) {
  const began = performance.now()
  const steps = stepsPerEpoch * epochs
  let done = 0
  let current = 1
  let last = began
  let gathered: Record<string, { sum: number; count: number }> = {}
  let count = 0

  const progress = (phase: RunProgress['phase']): RunProgress => {
    const seconds = (performance.now() - began) / 1000
    return {
      step: done,
      steps,
      epoch: current,
      epochs,
      phase,
      itemsPerSecond: seconds > 0 ? (done * batchSize) / seconds : 0,
      secondsLeft: done > 0 ? (seconds / done) * (steps - done) : null,
      memoryBytes: process.memoryUsage.rss(),
    }
  }
  const send = (phase: RunProgress['phase'], ended: EpochPoint[]) => {
    const means = Object.fromEntries(
      Object.entries(gathered).map(([name, { sum, count }]) => [name, sum / count]),
    )
    report({
      kind: 'points',
      steps: count > 0 ? [{ step: done, epoch: current, metrics: means }] : [],
      epochs: ended,
      progress: progress(phase),
    })
    gathered = {}
    count = 0
    last = performance.now()
  }
  return {
    step(epoch: number, metrics: Metrics) {
      done += 1
      current = epoch
      count += 1
      for (const [name, value] of Object.entries(finite(metrics))) {
        const before = gathered[name] ?? { sum: 0, count: 0 }
        gathered[name] = { sum: before.sum + value, count: before.count + 1 }
      }
      if (performance.now() - last >= interval) send('training', [])
    },
    epoch: (point: EpochPoint) => send('training', [{ ...point, metrics: finite(point.metrics) }]),
    flush: (phase: RunProgress['phase']) => send(phase, []),
    stepNumber: () => done,
  }
}

/** JSON has no NaN and no infinity and writes null for them, so such a metric is left out. */
const finite = (metrics: Metrics): Metrics =>
  Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)))
