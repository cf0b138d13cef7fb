import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Augmentation } from '../../../contract/data/augmentation.ts'
import type { TrainOrder } from '../../../contract/engine.ts'
import { chainLayers } from '../../../contract/templates/chain-layers.ts'
import { TrainingSettings } from '../../../contract/training/training.ts'
import { randomFrom } from '../../../engine/runtime/random.ts'
import { runEngine } from '../train-order.ts'

const [side, rows] = [8, 240]

/** Pictures whose upper and left half each may be bright: two labels, either of which an item may have. */
function packHalves(): Pick<TrainOrder, 'data' | 'validation'> {
  const data = mkdtempSync(join(tmpdir(), 'lathe-packed-'))
  const draw = randomFrom(12)
  const labels = Uint8Array.from({ length: rows * 2 }, () => Number(draw() < 0.5))
  const pixels = Uint8Array.from({ length: rows * side * side }, (_, at) => {
    const [row, pixel] = [Math.floor(at / (side * side)), at % (side * side)]
    const upper = pixel < (side * side) / 2 && labels[row * 2]
    const left = pixel % side < side / 2 && labels[row * 2 + 1]
    return 20 + (upper ? 110 : 0) + (left ? 110 : 0) + draw() * 10
  })
  writeFileSync(join(data, 'x.bin'), pixels)
  writeFileSync(join(data, 'y.bin'), labels)
  const part = {
    part: 'train',
    items: rows,
    inputs: [{ name: 'x', file: 'x.bin', dtype: 'uint8', shape: [side, side, 1], scale: 1 / 255 }],
    targets: [{ name: 'y', file: 'y.bin', dtype: 'uint8', shape: [2], scale: 1 }],
  }
  const packed = { version: 1, task: 'multilabel', classes: ['upper', 'left'], parts: [part] }
  writeFileSync(join(data, 'packed.json'), JSON.stringify(packed))
  const heldOut = join(data, 'rows.bin')
  writeFileSync(
    heldOut,
    Int32Array.from({ length: rows / 4 }, (_, at) => at * 4),
  )
  return { data, validation: { heldOut } }
}
const data = packHalves()

async function trained(settings: object) {
  const reports = await runEngine({
    kind: 'train',
    model: chainLayers('small', [
      { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, side, side, 1] } },
      { kind: 'Flatten', name: 'flatten' },
      { kind: 'Dense', name: 'dense', settings: { units: 16, activation: 'relu' } },
      { kind: 'Dense', name: 'output', settings: { units: 2, activation: 'sigmoid' } },
    ]),
    settings: TrainingSettings.parse({ epochs: 12, batchSize: 16, learningRate: 0.01, ...settings }),
    ...data,
    without: null,
    folder: mkdtempSync(join(tmpdir(), 'lathe-run-')),
    seed: 3,
    weights: null,
    resume: false,
  })
  const failed = reports.find((report) => report.kind === 'failed')
  if (failed) throw new Error(failed.failure.message)
  const started = reports.find((report) => report.kind === 'started')
  return {
    compiled: started?.resolved.compiled,
    epochs: reports.flatMap((report) => (report.kind === 'points' ? report.epochs : [])),
  }
}

test.each([
  ['mixup', 'binary_crossentropy'],
  ['cutmix', 'binary_crossentropy'],
  ['mixup', 'dice'],
  ['cutmix', 'tversky'],
])('several labels are learnt with %s and %s, compiled as op by op', async (way, loss) => {
  const augmentation = Augmentation.parse({ [way]: 0.3 })
  const { compiled, epochs } = await trained({ loss, augmentation })
  expect(compiled).toBe(true)
  const last = epochs.at(-1)?.metrics ?? {}
  expect(last.val_binary_accuracy).toBeGreaterThan(0.85)
  expect(last.val_loss).toBeLessThan(epochs[0]?.metrics.val_loss as number)
  const plain = await trained({ loss, augmentation, compile: false, epochs: 2 })
  for (const at of [0, 1])
    expect(plain.epochs[at]?.metrics.loss).toBeCloseTo(epochs[at]?.metrics.loss as number, 4)
})
