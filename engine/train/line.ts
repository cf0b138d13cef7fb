import type { EngineReport, StopOrder } from '../../contract/engine.ts'

/** What training tells, and what it is told meanwhile. */
export interface Line {
  report(report: EngineReport): void
  /** The order to stop, once there is one. */
  stop(): StopOrder | null
  /** Number of the last report of points that is in the database. */
  kept(): number
}
