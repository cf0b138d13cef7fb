import { Fault } from './failure.ts'
import { epochMetrics, fittingMetrics } from './metrics.ts'
import type { TrainingSettings } from './training.ts'

/** The metrics that callbacks watch and that no epoch will have; none where all will be there. */
export function unknownMonitors(settings: TrainingSettings, task: string, validates: boolean): string[] {
  const known = epochMetrics(settings, task, validates)
  const { earlyStopping, bestCheckpoint, reduceOnPlateau } = settings
  return [earlyStopping, bestCheckpoint, reduceOnPlateau].flatMap((callback) =>
    callback && !known.includes(callback.monitor) ? [callback.monitor] : [],
  )
}

/** Refuses a callback that watches a metric which no epoch will have. @throws Fault `engine.monitor-unknown` */
export function checkMonitors(settings: TrainingSettings, task: string, validates: boolean) {
  const [monitor] = unknownMonitors(settings, task, validates)
  if (monitor === undefined) return
  const known = epochMetrics(settings, task, validates).join(', ')
  throw new Fault('engine.monitor-unknown', { monitor, known })
}

/** Refuses a metric that says nothing about data with such targets. @throws Fault `engine.metric-misfit` */
export function checkMetrics({ metrics, weightedMetrics }: TrainingSettings, task: string) {
  const fitting = fittingMetrics(task)
  for (const metric of [...(metrics ?? []), ...weightedMetrics])
    if (!fitting.includes(metric))
      throw new Fault('engine.metric-misfit', { metric, fitting: fitting.join(', ') })
}
