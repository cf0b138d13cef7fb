import { countItems } from '../../../contract/data/count-items.ts'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { estimateTraining } from '../../../contract/graph/estimate.ts'
import { inferShapes } from '../../../contract/graph/infer-shapes.ts'
import { trainedTask } from '../../../contract/graph/trained-task.ts'
import { epochMetrics } from '../../../contract/training/metrics.ts'
import type { RunSpec } from '../../../contract/training/run.ts'
import type { RunPlan, TimeEstimate } from '../../../contract/training/run-plan.ts'
import { runsAsked } from '../../../contract/training/training.ts'
import type { Core } from '../../app/core.ts'
import { getDataset } from '../../datasets/rows.ts'
import { checkSpec } from './check-spec.ts'
import { estimateTime } from './estimate-time.ts'

/** What a run would do, without starting it. @throws Fault `dataset.unknown`, and as `checkSpec` */
export function planRun(core: Pick<Core, 'db' | 'home' | 'device'>, spec: RunSpec): RunPlan {
  const { db, device } = core
  const { model, settings } = spec
  const dataset = getDataset(db, spec.dataset)
  checkSpec(core, spec, dataset)
  const { trainItems, validationItems } = countItems(dataset, settings)
  return {
    runs: runsAsked(settings),
    trainItems,
    validationItems,
    stepsPerEpoch: Math.ceil(trainItems / settings.batchSize),
    parameters: inferShapes(model).total,
    memoryBytes: estimateTraining(model, settings).total,
    time: ofAllFolds(
      estimateTime(db, spec, trainItems, device ? `${device.kind}: ${device.name}` : null),
      spec,
      dataset,
    ),
    metrics: epochMetrics(settings, trainedTask(dataset, model), validationItems > 0),
  }
}

/** The time of all folds, where all are trained. Those of a time series grow: on the whole they see little more than half of the last one's items. */
function ofAllFolds(
  time: TimeEstimate | null,
  { settings }: RunSpec,
  { series }: Dataset,
): TimeEstimate | null {
  const runs = runsAsked(settings)
  if (!time || runs === 1) return time
  const times = series ? (runs + 1) / 2 : runs
  return { ...time, low: time.low * times, high: time.high * times }
}
