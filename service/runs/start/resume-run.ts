import { Fault } from '../../../contract/failure.ts'
import type { RunId } from '../../../contract/training/run.ts'
import type { Core } from '../../app/core.ts'
import { versionSeen } from '../../datasets/versions/read-version.ts'
import { changeRun } from '../change.ts'
import { findRun } from '../rows.ts'

/**
 * Puts a run that has ended at the end of the queue, to go on from its last checkpoint; `epochs` is how many there are to be
 * in all, null as many as before.
 * @throws Fault `run.unknown`, `run.still-running`, `run.already-finished`, `run.data-changed`, `dataset.unknown`, `dataset.no-version`
 */
export function resumeRun(core: Core, idOrName: string, epochs: number | null): RunId {
  const run = findRun(core.db, idOrName)
  if (core.queue.has(run.id)) throw new Fault('run.still-running', { name: run.name })
  const wanted = epochs ?? run.settings.epochs
  const extended = epochs !== null && epochs > run.epochsDone
  if (run.status === 'finished' && !extended)
    throw new Fault('run.already-finished', { name: run.name, epochs: run.epochsDone })
  const dataset = versionSeen(core, run)
  if (dataset.digest !== run.datasetDigest)
    throw new Fault('run.data-changed', { name: run.name, dataset: dataset.name })
  changeRun(core, run.id, {
    status: 'queued',
    settings: { ...run.settings, epochs: wanted },
    // Moved on by the time it lay still, so that a run's duration is the time it was worked on.
    startedAt: run.startedAt === null ? null : run.startedAt + Date.now() - (run.endedAt ?? Date.now()),
    endedAt: null,
    failure: null,
  })
  core.queue.add(run.id)
  return run.id
}
