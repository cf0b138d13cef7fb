import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PackedPart } from '../../contract/data/packed.ts'

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

/** A folder of prepared data with items of small whole numbers; their targets are classes in turn, or values where there are none. */
export function packValues(shape: number[], items: number, classes: number): string {
  const size = items * shape.reduce((all, length) => all * length, 1)
  const { folder, part } = packRows(
    { shape: [items, ...shape], values: Array.from({ length: size }, (_, at) => at % 7) },
    Array.from({ length: items }, (_, at) => at % Math.max(classes, 1)),
  )
  if (classes === 0)
    writeFileSync(
      join(folder, 'y.bin'),
      Float32Array.from({ length: items }, (_, at) => Math.sin(at)),
    )
  const target = classes === 0 ? { dtype: 'float32', shape: [1] } : { dtype: 'int32', shape: [] }
  const packed = {
    version: 1,
    task: classes === 0 ? 'regression' : 'classification',
    classes: Array.from({ length: classes }, (_, at) => `class ${at}`),
    parts: [{ ...part, targets: [{ name: 'y', file: 'y.bin', scale: 1, ...target }] }],
  }
  writeFileSync(join(folder, 'packed.json'), JSON.stringify(packed))
  return folder
}
