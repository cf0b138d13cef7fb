import type { EpochPoint, RunProgress, StepPoint } from '../../contract/training/run.ts'
import type { Core } from '../app/core.ts'
import { appendHistory } from '../runs/folder.ts'
import { writePoints } from '../runs/points.ts'

export interface PointWriter {
  /**
   * Writes a report's points, then announces them; `null` tries once more what could not be written. Gives whether all that
   * was reported is written.
   */
  write(report: { steps: StepPoint[]; epochs: EpochPoint[]; progress: RunProgress } | null): boolean
}

/** Writes the points of one run. What a full disk refused is kept and written with the next report. */
export function createPointWriter(core: Pick<Core, 'db' | 'home' | 'announce'>, run: string): PointWriter {
  let steps: StepPoint[] = []
  let epochs: EpochPoint[] = []
  return {
    write(report) {
      if (report) {
        steps.push(...report.steps)
        epochs.push(...report.epochs)
      }
      const batch = { steps, epochs }
      if (steps.length || epochs.length) {
        try {
          writePoints(core.db, run, batch)
        } catch (thrown) {
          if (!isDiskFull(thrown)) throw thrown
          return false
        }
        steps = []
        epochs = []
        try {
          appendHistory(core.home, run, batch)
        } catch (thrown) {
          // The database has them; the folder is only its second copy.
          if (!isDiskFull(thrown)) throw thrown
        }
      }
      core.announce.points(run, batch.steps, batch.epochs, report?.progress ?? null)
      if (batch.epochs.length) core.announce.tables('runs')
      return true
    },
  }
}

function isDiskFull(thrown: unknown): boolean {
  const code = String((thrown as { code?: string }).code)
  return code.startsWith('SQLITE_FULL') || code.startsWith('SQLITE_IOERR') || code === 'ENOSPC'
}
