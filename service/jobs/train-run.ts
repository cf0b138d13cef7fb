import { randomInt } from 'node:crypto'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineReport, TrainOrder } from '../../contract/engine.ts'
import { type Failure, Fault, toFailure } from '../../contract/failure.ts'
import type { Baseline } from '../../contract/training/baselines.ts'
import type { RunProgress, RunStatus } from '../../contract/training/run.ts'
import type { Core } from '../app/core.ts'
import { deviceSeen } from '../app/device.ts'
import { prepareTraining } from '../datasets/packed/prepare-training.ts'
import { readPipeline } from '../datasets/pipeline/read-pipeline.ts'
import { versionSeen } from '../datasets/versions/read-version.ts'
import { changeRun } from '../runs/change.ts'
import { appendLog, runFolder } from '../runs/folder.ts'
import { findRun } from '../runs/rows.ts'
import { bundledWeights } from '../runs/start/starting-weights.ts'
import type { StoredRun } from '../runs/stored.ts'
import { takeUpPoints } from '../runs/take-up-points.ts'
import type { Engine } from './engine-process.ts'
import { deathOf, killedFromOutside } from './engines.ts'
import { createPointWriter } from './point-writer.ts'

/** A run that is being worked on. */
export interface TrainJob {
  run: string
  stopping: 'keep' | 'pause' | 'kill' | null
  /** Ends the preparing of data. */
  abort: AbortController
  /** Set while an engine has the order to train. */
  engine: Engine | null
  progress: RunProgress | null
}

interface Outcome {
  status: RunStatus
  failure?: Failure
  evaluation?: StoredRun['evaluation']
}

/** Takes a queued run to its end, whatever that is. Never throws: the end stands in the run. */
export async function trainRun(core: Core, job: TrainJob): Promise<void> {
  let outcome: Outcome
  try {
    const { done, ...prepared } = await prepare(core, job)
    try {
      outcome = job.stopping ? { status: endedBy(job) } : await train(core, job, prepared)
    } finally {
      done()
    }
  } catch (thrown) {
    const stopped = thrown instanceof Fault && thrown.code === 'cancelled'
    outcome = stopped ? { status: endedBy(job) } : { status: 'failed', failure: toFailure(thrown) }
  }
  job.engine = null
  try {
    if (outcome.failure) appendLog(core.home, job.run, outcome.failure.message)
    changeRun(core, job.run, { ...outcome, endedAt: Date.now() })
  } catch (thrown) {
    // A full disk: the run stays as it is in the database and is found as interrupted at the next start.
    console.error(thrown)
  }
}

interface Prepared {
  order: TrainOrder
  baselines: Baseline[]
  /** Says that its data is not read any more. */
  done: () => void
}

/** The order, and what the simplest guesses come to. */
async function prepare(core: Core, job: TrainJob): Promise<Prepared> {
  const before = findRun(core.db, job.run)
  const run = changeRun(core, job.run, {
    status: 'preparing',
    startedAt: before.startedAt ?? Date.now(),
  })
  const seed = run.resolved?.seed ?? run.settings.seed ?? randomInt(2 ** 31 - 1)
  const dataset = versionSeen(core, run)
  // A run that goes on sees the very numbers it saw.
  const earlier = run.resolved ? await readPipeline(runFolder(core.home, run.id)).catch(() => null) : null
  const data = await core.tasks.run(
    { id: `prepare-${run.id}`, kind: 'prepare', title: run.name },
    (progress, signal) =>
      prepareTraining(core, dataset, run.model, run.settings, seed, progress, signal, earlier),
    job.abort.signal,
  )
  // How much prepared data takes is shown beside the data sets.
  core.announce.tables('datasets')
  // Kept with the run: prediction replays it, whatever becomes of the packed data.
  await copyFile(data.pipeline, join(runFolder(core.home, run.id), 'pipeline.json'))
  const order: TrainOrder = {
    kind: 'train',
    model: run.model,
    settings: run.settings,
    data: data.folder,
    validation: data.validation,
    without: data.without,
    folder: runFolder(core.home, run.id),
    seed,
    weights: run.weights ?? bundledWeights(run.model),
    // A run that has ever begun has resolved settings.
    resume: run.resolved !== null,
  }
  return { order, baselines: data.baselines, done: data.done }
}

/** How a run ends that was stopped before its engine had begun. */
const endedBy = (job: TrainJob): RunStatus => (job.stopping === 'pause' ? 'paused' : 'stopped')

/** Gives the order to an engine and follows it to its end. */
async function train(
  core: Core,
  job: TrainJob,
  { order, baselines }: Omit<Prepared, 'done'>,
): Promise<Outcome> {
  changeRun(core, job.run, { status: 'training' })
  const engine = core.engines.take(order.settings.gpuMemoryGrowth)
  let ordered = false
  let outcome: Outcome | null = null
  job.engine = engine
  const points = createPointWriter(core, job.run)
  const heard = (report: EngineReport) => {
    switch (report.kind) {
      case 'ready':
        deviceSeen(core, report.device)
        changeRun(core, job.run, { environment: report.environment, device: report.environment.device })
        if (job.stopping) return engine.kill()
        engine.order(order)
        ordered = true
        break
      case 'started':
        changeRun(core, job.run, {
          resolved: { ...report.resolved, baselines },
          parameters: report.parameters,
        })
        break
      case 'resumed':
        takeUpPoints(core, job.run, report)
        break
      case 'points':
        job.progress = report.progress
        if (points.write(report)) engine.order({ kind: 'kept', points: report.number })
        break
      case 'log':
        appendLog(core.home, job.run, report.line)
        break
      case 'trained':
        outcome = {
          status: report.status,
          ...(report.evaluation ? { evaluation: { ...report.evaluation, baselines } } : {}),
        }
        engine.dismiss()
        break
      case 'failed':
        outcome = { status: 'failed', failure: report.failure }
        engine.dismiss()
        break
    }
  }
  engine.listen(
    (report) => {
      try {
        heard(report)
      } catch (thrown) {
        outcome = { status: 'failed', failure: toFailure(thrown) }
        engine.kill()
      }
    },
    (text) => appendLog(core.home, job.run, text),
  )
  const end = await engine.ended
  points.write(null)
  if (outcome) return outcome
  if (job.stopping === 'kill' || (job.stopping && !ordered)) return { status: endedBy(job) }
  return { status: killedFromOutside(end) ? 'interrupted' : 'failed', failure: deathOf(end) }
}
