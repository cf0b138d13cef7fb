import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import {
  checkArguments,
  checkClassWeight,
  checkMetrics,
  checkMonitors,
} from '../../contract/check-settings.ts'
import { Fault } from '../../contract/failure.ts'
import { classOrder } from '../../contract/recipe-steps.ts'
import type { RunId, RunSpec } from '../../contract/run.ts'
import type { Core } from '../app/core.ts'
import { dated } from '../database/dated.ts'
import { getDataset } from '../datasets/rows.ts'
import { nextColour } from './colour.ts'
import { writeRunJson } from './folder.ts'
import { refuseTooLarge } from './refuse-too-large.ts'
import { insertRun } from './rows.ts'
import type { StoredRun } from './stored.ts'

type Spec = ReturnType<typeof RunSpec.parse>

/**
 * Puts a run at the end of the queue.
 * @throws Fault `dataset.unknown`, `data.path-missing` (the weights to start from), `run.too-large`, `engine.metric-misfit`,
 * `engine.monitor-unknown`, `engine.argument-unknown`, `engine.argument-range`
 */
export function startRun(core: Core, spec: Spec): RunId {
  const dataset = getDataset(core.db, spec.dataset)
  if (spec.weights && !existsSync(spec.weights)) throw new Fault('data.path-missing', { path: spec.weights })
  refuseTooLarge(spec.model, spec.settings)
  checkArguments(spec.settings, spec.settings.loss)
  checkClassWeight(spec.settings, dataset.task, dataset.classes)
  checkMetrics(spec.settings, dataset.task)
  checkMonitors(spec.settings, dataset.task, spec.settings.validationSplit !== 0)
  const run: StoredRun = {
    id: `${dated()}-${randomBytes(3).toString('hex')}`,
    name: spec.name ?? freeName(core.db, spec.model.name || 'run'),
    status: 'queued',
    createdAt: Date.now(),
    startedAt: null,
    endedAt: null,
    datasetId: dataset.id,
    datasetName: dataset.name,
    modelName: spec.model.name,
    note: '',
    colour: nextColour(core.db),
    // The run's own from here on, whatever becomes of the data set's.
    settings: { ...spec.settings, augmentation: spec.settings.augmentation ?? dataset.augmentation },
    epochsDone: 0,
    last: {},
    best: {},
    bestEpoch: null,
    device: null,
    failure: null,
    datasetVersion: dataset.version,
    datasetDigest: dataset.digest,
    classes: classOrder(dataset),
    task: dataset.task,
    parameters: null,
    weights: spec.weights,
    resolved: null,
    environment: null,
    evaluation: null,
    model: spec.model,
  }
  writeRunJson(core.home, run)
  insertRun(core.db, run)
  core.announce.tables('runs')
  core.queue.add(run.id)
  return run.id
}

/** The first of `stem 1`, `stem 2` ... that no run has: a name finds one run on the command line. */
function freeName(db: Database, stem: string): string {
  const taken = db.prepare('SELECT 1 FROM runs WHERE name = ?')
  const count = db.prepare('SELECT count(*) FROM runs WHERE model_name = ?').pluck().get(stem) as number
  let number = count + 1
  while (taken.get(`${stem} ${number}`)) number += 1
  return `${stem} ${number}`
}
