import type { ColumnStep } from '../pipeline.ts'
import { numberOf } from './read-table.ts'

/** Writes a cell as the inputs it becomes, from `to` on; gives the place after them. */
export function encode(step: ColumnStep, cell: string, out: Float32Array, to: number): number {
  if (step.type === 'category') {
    const level = step.levels.indexOf(cell)
    if (level >= 0) out[to + level] = 1
    return to + step.levels.length
  }
  const value = numberOf(cell)
  if (step.type === 'boolean') out[to] = /^(true|yes|t|y|1)$/i.test(cell) ? 1 : 0
  else out[to] = Number.isNaN(value) ? 0 : (value - step.mean) / step.deviation
  return to + 1
}
