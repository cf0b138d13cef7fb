import type { Database } from 'better-sqlite3'
import type { Task } from '../../contract/task.ts'

/** What the functions on data sets need of the service: its database and its home folder. */
export interface DataContext {
  db: Database
  home: string
}

/** Told how far something long is; `total` is 0 while the end is not known yet. */
export type Progress = (done: number, total: number, unit: Task['unit']) => void

/** What long work in a worker thread reports to, and asks whether it should go on. */
export interface Hooks {
  progress: Progress
  /** @throws Fault `cancelled` once the person has cancelled. */
  check(): void
}
