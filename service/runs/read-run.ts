import type { Run } from '../../contract/training/run.ts'
import type { Core } from '../app/core.ts'
import { runFolder } from './folder.ts'
import { readEpochs, readSteps } from './points.ts'
import { findRun } from './rows.ts'

/** One run with all its epochs, by id or name. @throws Fault `run.unknown` */
export function getRun(core: Pick<Core, 'db' | 'home' | 'queue'>, idOrName: string): Run {
  const { classes: _classes, ...run } = findRun(core.db, idOrName)
  return {
    ...run,
    epochs: readEpochs(core.db, run.id),
    folder: runFolder(core.home, run.id),
    progress: core.queue.progress(run.id),
  }
}

/** The curves of several runs; one that was deleted meanwhile is left out. */
export function getHistory({ db }: Pick<Core, 'db'>, ids: string[], maxSteps: number) {
  const known = db.prepare('SELECT 1 FROM runs WHERE id = ?')
  return ids
    .filter((id) => known.get(id))
    .map((id) => ({ id, epochs: readEpochs(db, id), steps: readSteps(db, id, maxSteps) }))
}
