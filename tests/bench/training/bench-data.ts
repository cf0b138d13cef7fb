import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PackedData, PackedTensor } from '../../../contract/data/packed.ts'
import { randomFrom } from '../../../engine/runtime/random.ts'

type Input = Pick<PackedTensor, 'dtype' | 'shape' | 'scale'> & {
  /** Values are drawn from 0 to this. */
  below: number
  classes: number
  /** Rows of an epoch: enough that its start does not count, few enough that the slowest ends it within seconds. */
  items: number
}

const picture = (shape: number[], classes: number, items: number): Input => ({
  dtype: 'uint8',
  shape,
  scale: 1 / 255,
  below: 256,
  classes,
  items,
})
const numbers = (steps: number, items: number): Input => ({
  dtype: 'int32',
  shape: [steps],
  scale: 1,
  below: 10_000,
  classes: 2,
  items,
})

/** What each model of the benchmark is fed with. Values are drawn: how fast a step is does not depend on them. */
export const benchInputs: Record<string, Input> = {
  cnn: picture([28, 28, 1], 10, 2048),
  mlp: { dtype: 'float32', shape: [100], scale: 1, below: 1, classes: 2, items: 8192 },
  lstm: numbers(200, 256),
  gru: numbers(200, 256),
  transformer: numbers(100, 1024),
  frozen: picture([64, 64, 3], 2, 512),
}

/** Writes packed data for a model, the same at every call; gives its folder. */
export function writeBenchData(root: string, name: string): string {
  const { below, classes, items, ...tensor } = benchInputs[name] as Input
  const folder = join(root, name)
  mkdirSync(folder)
  const random = randomFrom(1)
  const length = items * tensor.shape.reduce((product, size) => product * size, 1)
  const View = { uint8: Uint8Array, int32: Int32Array, float32: Float32Array }[tensor.dtype]
  writeFileSync(
    join(folder, 'x.bin'),
    View.from(Array.from({ length }, () => (below === 1 ? random() : Math.floor(random() * below)))),
  )
  writeFileSync(
    join(folder, 'y.bin'),
    Int32Array.from({ length: items }, () => Math.floor(random() * classes)),
  )
  const data: PackedData = {
    version: 1,
    task: 'classification',
    classes: Array.from({ length: classes }, (_, index) => String(index)),
    parts: [
      {
        part: 'train',
        items,
        inputs: [{ name: 'x', file: 'x.bin', ...tensor }],
        targets: [{ name: 'y', file: 'y.bin', dtype: 'int32', shape: [], scale: 1 }],
      },
    ],
  }
  writeFileSync(join(folder, 'packed.json'), JSON.stringify(data))
  return folder
}
