import { Fault } from '../../contract/failure.ts'
import type { Core } from '../app/core.ts'
import { changeRun } from './change.ts'
import { findRun } from './rows.ts'

/** A paused run is stopped for good by its word alone: everything is saved already. @throws Fault `run.unknown`, `run.not-running` */
export function stopRun(core: Core, idOrName: string, keep: boolean): void {
  const run = findRun(core.db, idOrName)
  if (run.status === 'paused') return void changeRun(core, run.id, { status: 'stopped' })
  if (!core.queue.has(run.id)) throw new Fault('run.not-running', { name: run.name, status: run.status })
  core.queue.stop(run.id, keep)
}

/** @throws Fault `run.unknown`, `run.not-running` */
export function pauseRun(core: Core, idOrName: string): void {
  const run = findRun(core.db, idOrName)
  if (!core.queue.has(run.id)) throw new Fault('run.not-running', { name: run.name, status: run.status })
  core.queue.pause(run.id)
}

/** @throws Fault `run.unknown` */
export function renameRun(core: Core, idOrName: string, name: string): void {
  changeRun(core, findRun(core.db, idOrName).id, { name })
}

/** @throws Fault `run.unknown` */
export function noteRun(core: Core, idOrName: string, note: string): void {
  changeRun(core, findRun(core.db, idOrName).id, { note })
}
