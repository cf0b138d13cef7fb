import type { Database } from 'better-sqlite3'
import type { DeviceReport, Recovery } from '../../contract/app.ts'
import type { Announcer } from '../announce.ts'
import type { Engines } from '../jobs/engines.ts'
import type { Tasks } from '../jobs/tasks.ts'
import type { TrainingQueue } from '../jobs/training-queue.ts'

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
