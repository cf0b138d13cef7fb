import type { Database } from 'better-sqlite3'
import type { EpochPoint, Metrics, StepPoint } from '../../contract/training/run.ts'

export interface Points {
  steps: StepPoint[]
  epochs: EpochPoint[]
}

/** Writes points and the run's summary of them (epochs done, last, best) in one transaction. */
export function writePoints(db: Database, run: string, points: Points): void {
  db.transaction(() => {
    const step = db.prepare('INSERT OR REPLACE INTO steps (run_id, step, epoch, metrics) VALUES (?, ?, ?, ?)')
    for (const point of points.steps) step.run(run, point.step, point.epoch, JSON.stringify(point.metrics))
    const epoch = db.prepare(
      'INSERT OR REPLACE INTO epochs (run_id, epoch, seconds, metrics) VALUES (?, ?, ?, ?)',
    )
    for (const point of points.epochs)
      epoch.run(run, point.epoch, point.seconds, JSON.stringify(point.metrics))
    if (points.epochs.length) summarise(db, run, points.epochs)
  })()
}

/**
 * Takes a run's points back to where its training goes on: after `step` steps, in `epoch`. Those given are put in as well, in
 * case they were lost on their way; the summary follows.
 */
export function cutPoints(
  db: Database,
  run: string,
  at: { epoch: number; step: number; steps: StepPoint[]; epochs: EpochPoint[] },
): void {
  db.transaction(() => {
    db.prepare('DELETE FROM steps WHERE run_id = ? AND step > ?').run(run, at.step)
    db.prepare('DELETE FROM epochs WHERE run_id = ? AND epoch >= ?').run(run, at.epoch)
    db.prepare(
      "UPDATE runs SET epochs_done = 0, last = '{}', best = '{}', best_epoch = NULL WHERE id = ?",
    ).run(run)
    writePoints(db, run, { steps: at.steps, epochs: [] })
    const known = new Map([...readEpochs(db, run), ...at.epochs].map((point) => [point.epoch, point]))
    writePoints(db, run, { steps: [], epochs: [...known.values()].sort((a, b) => a.epoch - b.epoch) })
  })()
}

/** What an epoch is judged by: validation loss where there is one. Infinity where the loss was not finite. */
function score(metrics: Metrics): number {
  return metrics.val_loss ?? metrics.loss ?? Number.POSITIVE_INFINITY
}

function summarise(db: Database, run: string, epochs: EpochPoint[]): void {
  const row = db.prepare('SELECT epochs_done, best, best_epoch FROM runs WHERE id = ?').get(run) as
    | { epochs_done: number; best: string; best_epoch: number | null }
    | undefined
  if (!row) return
  let best: Metrics = JSON.parse(row.best)
  let bestEpoch = row.best_epoch
  for (const point of epochs) {
    if (bestEpoch === null || score(point.metrics) < score(best)) {
      best = point.metrics
      bestEpoch = point.epoch
    }
  }
  const last = epochs.at(-1) as EpochPoint
  const done = Math.max(row.epochs_done, last.epoch)
  db.prepare('UPDATE runs SET epochs_done = ?, last = ?, best = ?, best_epoch = ? WHERE id = ?').run(
    done,
    JSON.stringify(last.metrics),
    JSON.stringify(best),
    bestEpoch,
    run,
  )
}

/** The curve of a run by epoch. */
export function readEpochs(db: Database, run: string): EpochPoint[] {
  const rows = db
    .prepare('SELECT epoch, seconds, metrics FROM epochs WHERE run_id = ? ORDER BY epoch')
    .all(run)
  return (rows as { epoch: number; seconds: number; metrics: string }[]).map((row) => ({
    ...row,
    metrics: JSON.parse(row.metrics),
  }))
}

/** At most `limit` steps, evenly thinned; the last one is always among them. */
export function readSteps(db: Database, run: string, limit: number): StepPoint[] {
  if (limit === 0) return []
  const count = db.prepare('SELECT count(*) FROM steps WHERE run_id = ?').pluck().get(run) as number
  const stride = Math.max(1, Math.ceil(count / limit))
  const rows = db
    .prepare(
      `SELECT step, epoch, metrics FROM
         (SELECT step, epoch, metrics, row_number() OVER (ORDER BY step) AS place FROM steps WHERE run_id = ?)
       WHERE (? - place) % ? = 0 ORDER BY step`,
    )
    .all(run, count, stride)
  return (rows as { step: number; epoch: number; metrics: string }[]).map((row) => ({
    ...row,
    metrics: JSON.parse(row.metrics),
  }))
}
