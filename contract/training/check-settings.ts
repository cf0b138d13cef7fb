import { Fault } from '../failure.ts'
import { faultOf, rangeText } from './argument-ranges.ts'
import { type Loss, lossDefaults } from './losses.ts'
import { epochMetrics, fittingMetrics } from './metrics.ts'
import { optimizerDefaults } from './optimizers.ts'
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

/** The arguments of the optimizer and of the loss that cannot be used, with what there would be to say. `loss`: null where it is not known yet. */
export function argumentFaults(
  { optimizer, optimizerSettings, lossSettings }: TrainingSettings,
  loss: Loss | null,
): { of: string; argument: string; value: string; fault: 'unknown' | 'range'; known: string }[] {
  const faults = (of: string, known: ReturnType<typeof lossDefaults>, given: typeof lossSettings) =>
    Object.entries(given).flatMap(([argument, value]) => {
      const fault = faultOf(known, argument, value)
      if (!fault) return []
      const names = Object.keys(known).join(', ') || 'none'
      return [
        {
          of,
          argument,
          value: String(value),
          fault,
          known: fault === 'unknown' ? names : rangeText(argument),
        },
      ]
    })
  return [
    ...faults(optimizer, optimizerDefaults[optimizer], optimizerSettings),
    ...(loss ? faults(loss, lossDefaults(loss), lossSettings) : []),
  ]
}

/** Refuses an argument that the optimizer or the loss does not have. @throws Fault `engine.argument-unknown`, `engine.argument-range` */
export function checkArguments(settings: TrainingSettings, loss: Loss | null) {
  const [first] = argumentFaults(settings, loss)
  if (!first) return
  const { of, argument, value, fault, known } = first
  if (fault === 'unknown') throw new Fault('engine.argument-unknown', { of, argument, known })
  throw new Fault('engine.argument-range', { of, argument, value, range: known })
}

/** Refuses weights of classes that the data does not have. @throws Fault `engine.class-weight-misfit`, `engine.class-weight-unknown` */
export function checkClassWeight(
  { classWeight }: Pick<TrainingSettings, 'classWeight'>,
  task: string,
  classes: string[],
) {
  if (classWeight === null) return
  if (task !== 'classification') throw new Fault('engine.class-weight-misfit')
  const unknown =
    classWeight === 'balanced' ? undefined : Object.keys(classWeight).find((name) => !classes.includes(name))
  if (unknown !== undefined)
    throw new Fault('engine.class-weight-unknown', { class: unknown, classes: classes.join(', ') })
}
