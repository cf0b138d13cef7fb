import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PackedPart, PackedTensor } from '../../contract/data/packed.ts'
import type { TrainOrder } from '../../contract/engine.ts'

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

/**
 * A folder of prepared data with items of small whole numbers; their targets are classes in turn, values where there are none, or
 * the items themselves.
 */
export function packValues(shape: number[], items: number, asked: number | 'themselves'): string {
  const classes = asked === 'themselves' ? 0 : asked
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
  const values = classes === 0 ? 'regression' : 'classification'
  const packed = {
    version: 1,
    task: asked === 'themselves' ? 'reconstruction' : values,
    classes: Array.from({ length: classes }, (_, at) => `class ${at}`),
    parts: [
      {
        ...part,
        targets: asked === 'themselves' ? [] : [{ name: 'y', file: 'y.bin', scale: 1, ...target }],
      },
    ],
  }
  writeFileSync(join(folder, 'packed.json'), JSON.stringify(packed))
  return folder
}

/** Writes items of two classes as packed data, some of them held out, as an order to train takes them. */
export function packTwo(
  classes: [string, string],
  input: Pick<PackedTensor, 'dtype' | 'shape' | 'scale'> & { values: NodeJS.ArrayBufferView },
  targets: Int32Array,
  heldOut: Int32Array,
): Pick<TrainOrder, 'data' | 'validation'> {
  const data = mkdtempSync(join(tmpdir(), 'lathe-packed-'))
  const { values, ...tensor } = input
  writeFileSync(join(data, 'x.bin'), values)
  writeFileSync(join(data, 'y.bin'), targets)
  const part: PackedPart = {
    part: 'train',
    items: targets.length,
    inputs: [{ name: 'x', file: 'x.bin', ...tensor }],
    targets: [{ name: 'y', file: 'y.bin', dtype: 'int32', shape: [], scale: 1 }],
  }
  const packed = { version: 1, task: 'classification', classes, parts: [part] }
  writeFileSync(join(data, 'packed.json'), JSON.stringify(packed))
  const rows = join(data, 'rows.bin')
  writeFileSync(rows, heldOut)
  return { data, validation: { heldOut: rows } }
}

/** The numbers of every fifth of some rows. */
export const everyFifth = (rows: number) => Int32Array.from({ length: rows / 5 }, (_, index) => index * 5)
