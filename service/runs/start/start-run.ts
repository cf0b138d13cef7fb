import { randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { classOrder } from '../../../contract/data/recipe-steps.ts'
import { trainedTask } from '../../../contract/graph/trained-task.ts'
import type { RunId, RunSpec } from '../../../contract/training/run.ts'
import type { Core } from '../../app/core.ts'
import { dated } from '../../database/dated.ts'
import { getDataset } from '../../datasets/rows.ts'
import { writeRunJson } from '../folder.ts'
import { insertRun } from '../rows.ts'
import type { StoredRun } from '../stored.ts'
import { checkSpec } from './check-spec.ts'
import { nextColour } from './colour.ts'
import { startingWeights } from './starting-weights.ts'

type Spec = ReturnType<typeof RunSpec.parse>

/**
 * Puts a run at the end of the queue. `crossValidation`: what it is one of.
 * @throws Fault `dataset.unknown`, and as `checkSpec`
 */
export function startRun(core: Core, spec: Spec, crossValidation: string | null = null): RunId {
  const dataset = getDataset(core.db, spec.dataset)
  checkSpec(core, spec, dataset)
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
    crossValidation,
    datasetVersion: dataset.version,
    datasetDigest: dataset.digest,
    classes: classOrder(dataset),
    task: trainedTask(dataset, spec.model),
    parameters: null,
    weights: startingWeights(core, spec),
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
export function freeName(db: Database, stem: string): string {
  const taken = db.prepare('SELECT 1 FROM runs WHERE name = ?')
  const count = db.prepare('SELECT count(*) FROM runs WHERE model_name = ?').pluck().get(stem) as number
  let number = count + 1
  while (taken.get(`${stem} ${number}`)) number += 1
  return `${stem} ${number}`
}
