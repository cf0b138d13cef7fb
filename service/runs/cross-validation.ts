import { randomBytes, randomInt } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { Fault } from '../../contract/failure.ts'
import { Baseline } from '../../contract/training/baselines.ts'
import type { CrossValidation, Spread } from '../../contract/training/cross-validation.ts'
import { isLargerBetter } from '../../contract/training/metrics.ts'
import { Metrics, type RunSpec } from '../../contract/training/run.ts'
import { TrainingSettings } from '../../contract/training/training.ts'
import type { Core } from '../app/core.ts'
import { dated } from '../database/dated.ts'
import { getDataset } from '../datasets/rows.ts'
import { checkSpec } from './start/check-spec.ts'
import { resumeRun } from './start/resume-run.ts'
import { freeName, startRun } from './start/start-run.ts'
import { stopRun } from './stop-run.ts'

type Spec = ReturnType<typeof RunSpec.parse>

/**
 * Puts a run for each fold at the end of the queue, all of one seed: the folds are those that the settings say, else those of the
 * data set's split.
 * @throws Fault `run.no-folds`, `dataset.unknown`, and as `checkSpec`
 */
export function crossValidate(core: Core, spec: Spec): { id: string; runs: string[] } {
  const dataset = getDataset(core.db, spec.dataset)
  checkSpec(core, spec, dataset)
  const { split } = dataset
  const folds = spec.settings.folds?.folds ?? (split?.kind === 'k-fold' ? split.folds : null)
  if (folds === null) throw new Fault('run.no-folds', { name: dataset.name })
  const id = `${dated()}-${randomBytes(3).toString('hex')}`
  const seed = spec.settings.seed ?? randomInt(2 ** 31 - 1)
  const name = spec.name ?? freeName(core.db, spec.model.name || 'run')
  const runs = Array.from({ length: folds }, (_, fold) =>
    startRun(
      core,
      {
        ...spec,
        name: `${name} · ${fold + 1}/${folds}`,
        settings: { ...spec.settings, seed, fold, validationSplit: null, splitKind: null },
      },
      id,
    ),
  )
  return { id, runs }
}

/** Stops the runs of a cross-validation, those that wait first, so that none begins meanwhile. @throws Fault `run.no-cross-validation` */
export function stopFolds(core: Core, id: string, keep: boolean): void {
  const unfinished = getCrossValidation(core.db, id).runs.filter(
    ({ run, status }) => core.queue.has(run) || status === 'paused',
  )
  for (const { run } of unfinished.reverse()) stopRun(core, run, keep)
}

/** Goes on with the runs of a cross-validation that have not finished, fold by fold. @throws Fault `run.no-cross-validation`, and as `resumeRun` */
export function resumeFolds(core: Core, id: string): string[] {
  return getCrossValidation(core.db, id)
    .runs.filter(({ run, status }) => status !== 'finished' && !core.queue.has(run))
    .map(({ run }) => resumeRun(core, run, null))
}

interface Row {
  id: string
  name: string
  status: CrossValidation['runs'][number]['status']
  createdAt: number
  datasetName: string
  modelName: string
  epochsDone: number
  settings: string
  metrics: string | null
  baselines: string | null
  crossValidation: string
}

/** Every cross-validation, the newest first, or the one that is named. */
export function listCrossValidations(db: Database, id: string | null = null): CrossValidation[] {
  const rows = db
    .prepare(
      `SELECT id, name, status, created_at AS createdAt, dataset_name AS datasetName, model_name AS modelName,
         epochs_done AS epochsDone, settings, json_extract(evaluation, '$.metrics') AS metrics,
         json_extract(evaluation, '$.baselines') AS baselines, cross_validation AS crossValidation
       FROM runs WHERE cross_validation IS NOT NULL AND (? IS NULL OR cross_validation = ?) ORDER BY created_at, id`,
    )
    .all(id, id) as Row[]
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(row.crossValidation, [...(groups.get(row.crossValidation) ?? []), row])
  return [...groups.values()].map(ofRuns).sort((a, b) => b.createdAt - a.createdAt)
}

/** @throws Fault `run.no-cross-validation` */
export function getCrossValidation(db: Database, id: string): CrossValidation {
  const [found] = listCrossValidations(db, id)
  if (!found) throw new Fault('run.no-cross-validation', { id })
  return found
}

function ofRuns(rows: Row[]): CrossValidation {
  const [first] = rows as [Row]
  const runs = rows.map(({ id, name, status, epochsDone, settings, metrics, baselines }) => ({
    run: id,
    name,
    fold: TrainingSettings.parse(JSON.parse(settings)).fold ?? 0,
    status,
    epochsDone,
    metrics: metrics === null ? null : Metrics.parse(JSON.parse(metrics)),
    guess: bestGuess(Baseline.array().parse(JSON.parse(baselines ?? '[]'))),
  }))
  const { createdAt, datasetName, modelName, crossValidation: id } = first
  const { name, folds } = namedAs(first.name, runs.length)
  return {
    ...{ id, name, createdAt, datasetName, modelName, folds },
    runs: runs.sort((a, b) => a.fold - b.fold),
    summary: spreads(runs.flatMap(({ metrics }) => (metrics ? [metrics] : []))),
    guess: spreads(runs.flatMap(({ metrics, guess }) => (metrics ? [guess] : []))),
  }
}

/** The name of what a fold's run is of, and how many folds there were; a run may have been renamed. */
function namedAs(run: string, runs: number): { name: string; folds: number } {
  const [, name, folds] = /^(.*) · \d+\/(\d+)$/.exec(run) ?? []
  return { name: name ?? run, folds: Number(folds ?? runs) }
}

/** Of each metric that every simplest guess has, the best value. */
function bestGuess(baselines: Baseline[]): Metrics {
  const best: Metrics = {}
  for (const { metrics } of baselines)
    for (const [name, value] of Object.entries(metrics)) {
      const before = best[name]
      const better = before === undefined || (isLargerBetter(name) ? value > before : value < before)
      if (better) best[name] = value
    }
  return best
}

/** Mean and standard deviation (numpy.std, of the whole) of the metrics that all have. */
export function spreads(all: Metrics[]): Record<string, Spread> {
  const names = Object.keys(all[0] ?? {}).filter((name) => all.every((one) => name in one))
  return Object.fromEntries(
    names.map((name) => {
      const values = all.map((one) => one[name] as number)
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
      return [name, { mean, std: Math.sqrt(squares / values.length) }]
    }),
  )
}
