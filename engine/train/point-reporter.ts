import type { EngineReport } from '../../contract/engine.ts'
import type { EpochPoint, Metrics, RunProgress, StepPoint } from '../../contract/training/run.ts'
import { finite } from '../evaluate/outcome.ts'

/** How often points are reported, in milliseconds. */
const interval = 100
/** So many first steps of a run are points of their own: a short run, and the fall at the start, would else be one mean. */
const alone = 100

interface Points {
  steps: StepPoint[]
  epochs: EpochPoint[]
}

/**
 * Gathers the metrics of steps and reports their means about ten times a second, with where the run stands.
 * @param start steps that were done before, where a run is taken up again
 */
export function pointReporter(
  report: (report: EngineReport) => void,
  stepsPerEpoch: number,
  epochs: number,
  batchSize: number,
  start = 0,
) {
  const began = performance.now()
  const steps = stepsPerEpoch * epochs
  let done = start
  let current = Math.min(epochs, Math.floor(start / stepsPerEpoch) + 1)
  let number = 0
  /** Reports that are on their way: by number. */
  const sent = new Map<number, Points>()
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
      itemsPerSecond: seconds > 0 ? ((done - start) * batchSize) / seconds : 0,
      secondsLeft: done > start ? (seconds / (done - start)) * (steps - done) : null,
      memoryBytes: process.memoryUsage.rss(),
    }
  }
  let ready: StepPoint[] = []
  /** Closes the point that is being gathered. */
  const close = () => {
    if (count === 0) return
    const means = Object.fromEntries(
      Object.entries(gathered).map(([name, { sum, count }]) => [name, sum / count]),
    )
    ready.push({ step: done, epoch: current, metrics: means })
    gathered = {}
    count = 0
  }
  const send = (phase: RunProgress['phase'], ended: EpochPoint[]) => {
    close()
    const points: Points = { steps: ready, epochs: ended }
    ready = []
    number += 1
    if (points.steps.length || points.epochs.length) sent.set(number, points)
    report({ kind: 'points', number, ...points, progress: progress(phase) })
    last = performance.now()
  }
  return {
    /** A step's own metrics, whose mean is told, and those of the epoch so far, of which the last is. */
    step(epoch: number, metrics: Metrics, running: Metrics = {}) {
      done += 1
      current = epoch
      count += 1
      for (const [name, value] of Object.entries(finite(metrics))) {
        const before = gathered[name] ?? { sum: 0, count: 0 }
        gathered[name] = { sum: before.sum + value, count: before.count + 1 }
      }
      for (const [name, value] of Object.entries(finite(running))) gathered[name] = { sum: value, count: 1 }
      if (done <= alone) close()
      if (performance.now() - last >= interval) send('training', [])
    },
    epoch: (point: EpochPoint) => send('training', [{ ...point, metrics: finite(point.metrics) }]),
    flush: (phase: RunProgress['phase']) => send(phase, []),
    stepNumber: () => done,
    /** Points that were reported and are not known to be in the database. */
    unkept(kept: number): Points {
      for (const number of sent.keys()) if (number <= kept) sent.delete(number)
      const points = [...sent.values()]
      return {
        steps: points.flatMap(({ steps }) => steps),
        epochs: points.flatMap(({ epochs }) => epochs),
      }
    },
  }
}

export type PointReporter = ReturnType<typeof pointReporter>
