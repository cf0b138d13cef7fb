import type { EngineReport } from '../../contract/engine.ts'
import type { Core } from '../app/core.ts'
import { writeHistory } from './folder.ts'
import { cutPoints, readEpochs, readSteps } from './points.ts'

/** Training goes on from a checkpoint: what was drawn after it is void, in the database and in the run's folder. */
export function takeUpPoints(
  core: Pick<Core, 'db' | 'home' | 'announce'>,
  run: string,
  resumed: Extract<EngineReport, { kind: 'resumed' }>,
): void {
  cutPoints(core.db, run, resumed)
  const steps = readSteps(core.db, run, Number.MAX_SAFE_INTEGER)
  writeHistory(core.home, run, { steps, epochs: readEpochs(core.db, run) })
  core.announce.takenUp(run, resumed)
  core.announce.tables('runs')
}
