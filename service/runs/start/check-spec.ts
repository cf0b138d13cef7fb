import type { Dataset } from '../../../contract/data/dataset.ts'
import { trainedTask } from '../../../contract/graph/trained-task.ts'
import {
  checkArguments,
  checkClassWeight,
  checkMetrics,
  checkMonitors,
} from '../../../contract/training/check-settings.ts'
import type { RunSpec } from '../../../contract/training/run.ts'
import type { Core } from '../../app/core.ts'
import { refuseSeveralInputs } from './refuse-several-inputs.ts'
import { refuseTooLarge } from './refuse-too-large.ts'
import { startingWeights } from './starting-weights.ts'

/**
 * Refuses what could never train, before anything is begun.
 * @throws Fault as `startingWeights`, `run.several-inputs`, `run.too-large`, `engine.metric-misfit`,
 * `engine.monitor-unknown`, `engine.argument-unknown`, `engine.argument-range`, `engine.class-weight-misfit`,
 * `engine.class-weight-unknown`
 */
export function checkSpec(core: Pick<Core, 'db' | 'home'>, spec: RunSpec, dataset: Dataset): void {
  const { model, settings } = spec
  startingWeights(core, spec)
  const task = trainedTask(dataset, model)
  refuseSeveralInputs(model)
  refuseTooLarge(model, settings)
  checkArguments(settings, settings.loss)
  checkClassWeight(settings, task, dataset.classes)
  checkMetrics(settings, task)
  checkMonitors(settings, task, settings.validationSplit !== 0)
}
