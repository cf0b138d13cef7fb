import type { Core } from '../app/core.ts'
import { writeRunJson } from './folder.ts'
import { findRun, updateRun } from './rows.ts'
import type { StoredRun } from './stored.ts'

/** Changes a run in the database, then in its folder, then tells. */
export function changeRun(
  core: Pick<Core, 'db' | 'home' | 'announce'>,
  id: string,
  change: Partial<StoredRun>,
): StoredRun {
  updateRun(core.db, id, change)
  const run = findRun(core.db, id)
  writeRunJson(core.home, run)
  core.announce.tables('runs')
  return run
}
