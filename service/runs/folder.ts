import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { EpochPoint, StepPoint } from '../../contract/training/run.ts'
import type { Points } from './points.ts'
import { StoredRun } from './stored.ts'

/** The second home of a run: enough to rebuild its rows when the database is damaged. */
export function runFolder(home: string, id: string): string {
  return join(home, 'runs', id)
}

/** Writes what the database holds of a run into its own folder. */
export function writeRunJson(home: string, run: StoredRun): void {
  const folder = runFolder(home, run.id)
  mkdirSync(folder, { recursive: true })
  // The database is the truth and is synced; here only a half-written file must not be seen.
  writeFileAtomic.sync(join(folder, 'run.json'), JSON.stringify(run, null, 1), { fsync: false })
}

/** Adds points to the history in a run's folder, a line each. */
export function appendHistory(home: string, id: string, points: Points): void {
  const lines = [...points.steps, ...points.epochs].map((point) => `${JSON.stringify(point)}\n`)
  if (lines.length) appendFileSync(join(runFolder(home, id), 'history.jsonl'), lines.join(''))
}

/** Writes the history anew, where points of it are void. */
export function writeHistory(home: string, id: string, points: Points): void {
  const lines = [...points.steps, ...points.epochs].map((point) => `${JSON.stringify(point)}\n`)
  writeFileAtomic.sync(join(runFolder(home, id), 'history.jsonl'), lines.join(''), { fsync: false })
}

/** Adds to a run's log. */
export function appendLog(home: string, id: string, text: string): void {
  appendFileSync(join(runFolder(home, id), 'log.txt'), text.endsWith('\n') ? text : `${text}\n`)
}

/** The last part of a run's log; empty when nothing was logged. */
export async function readLog(home: string, id: string, limit = 1_000_000): Promise<string> {
  const file = await open(join(runFolder(home, id), 'log.txt')).catch(() => null)
  if (!file) return ''
  try {
    const { size } = await file.stat()
    const start = Math.max(0, size - limit)
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - start), position: start })
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

/** What a run's folder says of it; null when it has no readable run.json. A torn line of the history is left out. */
export function readRunFolder(folder: string): ({ run: StoredRun } & Points) | null {
  try {
    const run = StoredRun.parse(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')))
    return { run, ...readHistory(join(folder, 'history.jsonl')) }
  } catch {
    return null
  }
}

function readHistory(file: string): Points {
  const points: Points = { steps: [], epochs: [] }
  let text = ''
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return points
  }
  for (const line of text.split('\n')) {
    try {
      const value: unknown = JSON.parse(line)
      const step = StepPoint.safeParse(value)
      if (step.success) points.steps.push(step.data)
      else points.epochs.push(EpochPoint.parse(value))
    } catch {
      // The line that was being written when the machine stopped.
    }
  }
  return points
}
