import { rm } from 'node:fs/promises'
import { Fault } from '../../contract/failure.ts'
import type { Core } from '../app/core.ts'
import { runFolder } from './folder.ts'
import { findRun } from './rows.ts'

/**
 * Deletes runs for good: folder, then row, so that no folder without a row comes back when the database is rebuilt.
 * @throws Fault `run.still-running` before anything is deleted, `run.unknown`
 */
export async function deleteRuns(core: Core, idsOrNames: string[]): Promise<void> {
  const runs = idsOrNames.map((id) => findRun(core.db, id))
  for (const run of runs) if (core.queue.has(run.id)) throw new Fault('run.still-running', { name: run.name })
  const forget = core.db.prepare('DELETE FROM runs WHERE id = ?')
  for (const run of runs) {
    await rm(runFolder(core.home, run.id), { recursive: true, force: true, maxRetries: 3 })
    forget.run(run.id)
    core.announce.tables('runs')
  }
}
