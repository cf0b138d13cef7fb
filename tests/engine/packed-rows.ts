import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PackedPart } from '../../contract/packed.ts'

export interface Rows {
  /** With the items axis. */
  shape: number[]
  values: number[]
}

/** Writes rows as packed data, class numbers or values as their targets; gives the folder and its one part. */
export function packRows(
  inputs: Rows,
  targets: number[],
  { weights, values = false }: { weights?: number[]; values?: boolean } = {},
): { folder: string; part: PackedPart } {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-packed-'))
  writeFileSync(join(folder, 'x.bin'), Float32Array.from(inputs.values))
  writeFileSync(join(folder, 'y.bin'), values ? Float32Array.from(targets) : Int32Array.from(targets))
  if (weights) writeFileSync(join(folder, 'w.bin'), Float32Array.from(weights))
  const part: PackedPart = {
    part: 'train',
    items: targets.length,
    inputs: [{ name: 'x', file: 'x.bin', dtype: 'float32', shape: inputs.shape.slice(1), scale: 1 }],
    targets: [{ name: 'y', file: 'y.bin', dtype: values ? 'float32' : 'int32', shape: [], scale: 1 }],
    ...(weights ? { weights: [{ name: 'w', file: 'w.bin', dtype: 'float32', shape: [], scale: 1 }] } : {}),
  }
  return { folder, part }
}
