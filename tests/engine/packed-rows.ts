import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PackedPart } from '../../contract/packed.ts'

export interface Rows {
  /** With the items axis. */
  shape: number[]
  values: number[]
}

/** Writes rows as packed data, class numbers as their targets; gives the folder and its one part. */
export function packRows(inputs: Rows, targets: number[]): { folder: string; part: PackedPart } {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-packed-'))
  writeFileSync(join(folder, 'x.bin'), Float32Array.from(inputs.values))
  writeFileSync(join(folder, 'y.bin'), Int32Array.from(targets))
  const part: PackedPart = {
    part: 'train',
    items: targets.length,
    inputs: [{ name: 'x', file: 'x.bin', dtype: 'float32', shape: inputs.shape.slice(1), scale: 1 }],
    targets: [{ name: 'y', file: 'y.bin', dtype: 'int32', shape: [], scale: 1 }],
  }
  return { folder, part }
}
