import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { ReadAhead } from '../data/read-ahead.ts'
import type { Ref } from './graph.ts'
import type { Session } from './session.ts'

/** Where a graph has its rows from. */
export interface RowSource {
  /** Whether a call must be handed its rows; it can then be one step only. */
  readonly fed: boolean
  /** Must be called once before a row is asked for. */
  load(session: Session): void
  /** Rows by their numbers (int32 [batch]): inputs as float32 [batch, ...shape], targets as they are. */
  rows(numbers: Ref): { inputs: Ref[]; targets: Ref[] }
  /** What a call that asks for these rows must be handed besides; the caller's to dispose of. */
  feeds(rows: Int32Array): Record<string, Tensor>
  /** Reads from disk what is asked for soon. */
  ahead: ReadAhead
  close(): void
}
