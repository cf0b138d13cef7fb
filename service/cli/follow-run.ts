import { describe } from '../../contract/failure.ts'
import type { EpochPoint, Run, RunProgress } from '../../contract/training/run.ts'
import { CallFailed, type Session } from './open-session.ts'
import { type Output, short } from './output.ts'

/**
 * Prints a run's epochs as they end, and gives the run when it is over.
 * @throws CallFailed `run.holder-gone` when the process that trains it has ended
 */
export function followRun(session: Session, output: Output, id: string, resumed: boolean): Promise<Run> {
  const told = new Set<number>()
  const tell = (point: EpochPoint) => {
    if (told.has(point.epoch)) return
    told.add(point.epoch)
    output.line({ event: 'epoch', epoch: point.epoch, seconds: point.seconds, ...point.metrics })
    const metrics = Object.entries(point.metrics).map(([name, value]) => `${name} ${short(value)}`)
    output.text(`epoch ${point.epoch}  ${metrics.join('  ')}  (${short(point.seconds)} s)`)
  }
  const off = session.on('run.points', (batches) => {
    for (const { run, epochs, progress, steps } of batches) {
      if (run !== id) continue
      epochs.forEach(tell)
      if (progress) output.progress(bar(progress, steps.at(-1)?.metrics.loss))
    }
  })
  return untilEnded(session, id)
    .then((run) => {
      // One that is resumed begins where its checkpoint was: the epochs before were told by those who trained them.
      const first = resumed ? Math.min(...told) : 1
      for (const point of run.epochs) if (point.epoch >= first) tell(point)
      return run
    })
    .finally(off)
}

/** The run, once it is over. @throws CallFailed `run.holder-gone` */
export function untilEnded(session: Session, id: string): Promise<Run> {
  return new Promise((done, broken) => {
    const look = async () => {
      const run = await session.ask('run.get', { id })
      if (run.endedAt === null) return
      off()
      done(run)
    }
    const off = session.on('tables.changed', () => void look().catch(broken))
    look().catch(broken)
    void session.ended.then(() => broken(new CallFailed(describe('run.holder-gone', { run: id }))))
  })
}

function bar({ step, steps, epoch, epochs, secondsLeft }: RunProgress, loss: number | undefined): string {
  const filled = Math.round((step / Math.max(steps, 1)) * 24)
  const left = secondsLeft === null ? '' : `  ${Math.round(secondsLeft)} s left`
  return `epoch ${epoch}/${epochs} [${'='.repeat(filled)}${' '.repeat(24 - filled)}] step ${step}/${steps}  loss ${short(loss)}${left}`
}
