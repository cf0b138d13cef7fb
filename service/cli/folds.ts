import type { CrossValidation, Spread } from '../../contract/training/cross-validation.ts'
import { followRun } from './follow-run.ts'
import { onInterrupt } from './on-interrupt.ts'
import type { Session } from './open-session.ts'
import { type Output, short, table } from './output.ts'

/** Follows the folds of a cross-validation one after the other, and prints what they come to; whether all ended well. */
export async function followFolds(
  session: Session,
  output: Output,
  id: string,
  runs: readonly string[],
  resumed: boolean,
): Promise<boolean> {
  let stops = 0
  const stop = () => {
    stops += 1
    session.ask('run.stopFolds', { id, keep: stops === 1 }).catch(() => {})
  }
  await onInterrupt(stop, async () => {
    for (const run of runs) {
      const { name, settings, evaluation, status } = await followRun(session, output, run, resumed)
      const fold = settings.fold ?? 0
      output.line({ event: 'fold', fold, run, status, ...evaluation?.metrics })
      output.text(`${name} ${status}.`)
    }
  })
  return tellFolds(session, output, id)
}

/** Shows a cross-validation: each fold, and mean and standard deviation over them. */
export async function tellFolds(session: Session, output: Output, id: string): Promise<boolean> {
  const found = await session.ask('run.crossValidation', { id })
  output.line({ event: 'result', crossValidation: id, status: statusOf(found), ...found })
  const names = Object.keys(found.summary)
  const row = (first: string, cells: string[]) => [first, ...cells]
  const spread = (all: Record<string, Spread>, of: 'mean' | 'std') =>
    names.map((name) => (all[name] ? short(all[name][of]) : ''))
  output.text(
    table([
      row('fold', names),
      ...found.runs.map(({ fold, metrics, status }) =>
        row(String(fold), metrics ? names.map((name) => short(metrics[name])) : [status]),
      ),
      row('mean', spread(found.summary, 'mean')),
      row('std', spread(found.summary, 'std')),
      ...(Object.keys(found.guess).length ? [row('simplest guess', spread(found.guess, 'mean'))] : []),
    ]),
  )
  output.text(`${found.name} (${id}) ${statusOf(found)}.`)
  return statusOf(found) !== 'failed'
}

/** What other programs know of its end: failed as soon as one fold has. */
function statusOf({ runs }: CrossValidation): 'finished' | 'stopped' | 'failed' | 'training' {
  const some = (...wanted: string[]) => runs.some(({ status }) => wanted.includes(status))
  if (some('queued', 'preparing', 'training')) return 'training'
  if (some('failed', 'interrupted')) return 'failed'
  return some('stopped', 'paused') ? 'stopped' : 'finished'
}
