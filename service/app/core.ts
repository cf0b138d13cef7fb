import type { Database } from 'better-sqlite3'
import type { DeviceReport, Recovery } from '../../contract/app.ts'
import type { RunProgress } from '../../contract/training/run.ts'
import type { Announcer } from '../announce.ts'
import type { Engines } from '../jobs/engines.ts'
import type { Tasks } from '../jobs/tasks.ts'

/** Runs that wait or train: one trains at a time, in the order they were started. */
export interface TrainingQueue {
  add(run: string): void
  has(run: string): boolean
  progress(run: string): RunProgress | null
  /** keep: end after the current step and save. Otherwise the engine is killed. Does nothing for a run that is not here. */
  stop(run: string, keep: boolean): void
  /** Ends after the current step with everything saved, to be taken up again; what waits is just taken out. */
  pause(run: string): void
  /** Stops and keeps what trains, gives up what waits, and waits until all is written. */
  shutdown(patience: number): Promise<void>
}

/** What the nouns' functions share while the service runs. */
export interface Core {
  db: Database
  home: string
  version: string
  announce: Announcer
  tasks: Tasks
  engines: Engines
  queue: TrainingQueue
  /** null until the first engine has told. */
  device: DeviceReport | null
  recovery: Recovery | null
}
