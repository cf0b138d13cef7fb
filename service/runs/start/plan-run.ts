import { countItems } from '../../../contract/data/count-items.ts'
import { estimateTraining } from '../../../contract/graph/estimate.ts'
import { inferShapes } from '../../../contract/graph/infer-shapes.ts'
import { trainedTask } from '../../../contract/graph/trained-task.ts'
import { epochMetrics } from '../../../contract/training/metrics.ts'
import type { RunSpec } from '../../../contract/training/run.ts'
import type { RunPlan } from '../../../contract/training/run-plan.ts'
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
    trainItems,
    validationItems,
    stepsPerEpoch: Math.ceil(trainItems / settings.batchSize),
    parameters: inferShapes(model).total,
    memoryBytes: estimateTraining(model, settings).total,
    time: estimateTime(db, spec, trainItems, device ? `${device.kind}: ${device.name}` : null),
    metrics: epochMetrics(settings, trainedTask(dataset, model), validationItems > 0),
  }
}
