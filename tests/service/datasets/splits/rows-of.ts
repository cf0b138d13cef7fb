import { readFileSync } from 'node:fs'
import type { TrainOrder } from '../../../../contract/engine.ts'

/** The row numbers that an order holds out, from their file; what is no rows as it is. */
export function rowsOf(held: TrainOrder['validation'] | string): unknown {
  const file = typeof held === 'string' ? held : held && 'heldOut' in held ? held.heldOut : null
  if (file === null) return held
  return [...new Int32Array(new Uint8Array(readFileSync(file)).buffer)]
}
