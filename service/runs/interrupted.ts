import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe } from '../../contract/failure.ts'
import type { Core } from '../app/core.ts'
import { changeRun } from './change.ts'
import { runFolder } from './folder.ts'

/**
 * Marks what was waiting or running when Lathe last ended without closing. All points stay.
 * @returns names of the runs
 */
export function markInterrupted(core: Pick<Core, 'db' | 'home' | 'announce'>): string[] {
  const rows = core.db
    .prepare(
      "SELECT id, name FROM runs WHERE status IN ('queued', 'preparing', 'training') ORDER BY created_at",
    )
    .all() as { id: string; name: string }[]
  for (const { id } of rows)
    changeRun(core, id, {
      status: 'interrupted',
      endedAt: lastSignOfLife(core.home, id),
      failure: describe('run.interrupted'),
    })
  return rows.map((row) => row.name)
}

/** When the run last wrote a point, so that the night the machine was off does not count as training. */
function lastSignOfLife(home: string, id: string): number {
  for (const file of ['history.jsonl', 'run.json']) {
    try {
      return Math.round(statSync(join(runFolder(home, id), file)).mtimeMs)
    } catch {
      // Ended before that file was written.
    }
  }
  return Date.now()
}
