import { existsSync } from 'node:fs'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import {
  checkArguments,
  checkClassWeight,
  checkMetrics,
  checkMonitors,
} from '../../../contract/training/check-settings.ts'
import type { RunSpec } from '../../../contract/training/run.ts'
import { refuseSeveralInputs } from './refuse-several-inputs.ts'
import { refuseTooLarge } from './refuse-too-large.ts'

/**
 * Refuses what could never train, before anything is begun.
 * @throws Fault `data.path-missing` (the weights to start from), `run.several-inputs`, `run.too-large`, `engine.metric-misfit`,
 * `engine.monitor-unknown`, `engine.argument-unknown`, `engine.argument-range`, `engine.class-weight-misfit`,
 * `engine.class-weight-unknown`
 */
export function checkSpec({ weights, model, settings }: RunSpec, { task, classes }: Dataset): void {
  if (weights && !existsSync(weights)) throw new Fault('data.path-missing', { path: weights })
  refuseSeveralInputs(model)
  refuseTooLarge(model, settings)
  checkArguments(settings, settings.loss)
  checkClassWeight(settings, task, classes)
  checkMetrics(settings, task)
  checkMonitors(settings, task, settings.validationSplit !== 0)
}
