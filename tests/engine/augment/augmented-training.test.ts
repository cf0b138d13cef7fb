import { expect, test } from 'vitest'
import { Augmentation } from '../../../contract/data/augmentation.ts'
import type { EngineReport, TrainOrder } from '../../../contract/engine.ts'
import { chainLayers } from '../../../contract/templates/chain-layers.ts'
import type { TrainingSettings } from '../../../contract/training/training.ts'
import { randomFrom } from '../../../engine/runtime/random.ts'
import { everyFifth, packTwo } from '../packed-rows.ts'
import { ended, orderFor, runEngine } from '../train-order.ts'

const side = 16
const rows = 480

/** Pictures of a bright bar that lies or stands, as packed data; every fifth is held out. */
function packBars(): Pick<TrainOrder, 'data' | 'validation'> {
  const draw = randomFrom(8)
  const pixels = new Uint8Array(rows * side * side * 3)
  for (let row = 0; row < rows; row++) {
    const at = 3 + Math.floor(draw() * (side - 6))
    for (let pixel = 0; pixel < side * side; pixel++) {
      const place = row % 2 === 0 ? Math.floor(pixel / side) : pixel % side
      for (let channel = 0; channel < 3; channel++)
        pixels[(row * side * side + pixel) * 3 + channel] =
          (Math.abs(place - at) < 2 ? 180 : 30) + draw() * 40
    }
  }
  const input = { dtype: 'uint8' as const, shape: [side, side, 3], scale: 1 / 255, values: pixels }
  const classes = Int32Array.from({ length: rows }, (_, row) => row % 2)
  return packTwo(['lies', 'stands'], input, classes, everyFifth(rows))
}

const data = packBars()
const everything = Augmentation.parse({
  rotation_range: 15,
  width_shift_range: 0.1,
  height_shift_range: [1, 2],
  shear_range: 5,
  zoom_range: 0.2,
  horizontal_flip: true,
  vertical_flip: true,
  brightness_range: [0.8, 1.2],
  channel_shift_range: 10,
  fill_mode: 'reflect',
  crop_padding: 1,
  cutout: 0.2,
  random_erasing: 0.3,
  random_grayscale: 0.2,
  random_invert: 0.1,
  jitter_contrast: 0.2,
  jitter_saturation: 0.2,
  jitter_hue: 0.1,
  gaussian_noise: 0.02,
  mixup: 0.2,
})

const model = chainLayers('small', [
  { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, side, side, 3] } },
  { kind: 'Conv2D', name: 'conv', settings: { filters: 8, kernel_size: [3, 3], activation: 'relu' } },
  { kind: 'MaxPooling2D', name: 'pool' },
  { kind: 'Flatten', name: 'flatten' },
  { kind: 'Dropout', name: 'drop', settings: { rate: 0.2 } },
  { kind: 'Dense', name: 'output', settings: { units: 2, activation: 'softmax' } },
])

const orderOf = (settings: Partial<TrainingSettings>): TrainOrder =>
  orderFor(model, data, {
    epochs: 4,
    batchSize: 16,
    augmentation: everything,
    checkpoint: { everySteps: 10, everyMinutes: null },
    ...settings,
  })

const compiledIn = (reports: EngineReport[]) =>
  reports.find((report) => report.kind === 'started')?.resolved.compiled

test('a run with every setting on is compiled, and killed in the middle it goes on to the same curve and weights, bit for bit', async () => {
  const whole = orderOf({})
  const reports = await runEngine(whole)
  expect(compiledIn(reports)).toBe(true)
  const never = ended(whole, reports)
  expect(never.epochs).toHaveLength(4)
  const order = orderOf({})
  const first = await runEngine(order, (report, engine) => {
    if (report.kind === 'points' && report.progress.step >= 12) engine.kill()
  })
  expect(first.some(({ kind }) => kind === 'trained')).toBe(false)
  const second = await runEngine({ ...order, resume: true })
  const killed = ended(order, [...first, ...second])
  expect(killed.epochs).toEqual(never.epochs)
  expect(killed.weights.equals(never.weights)).toBe(true)
}, 120_000)

test('the same pictures are seen compiled and op by op', async () => {
  const [compiled, eager] = [orderOf({ epochs: 1 }), orderOf({ epochs: 1, compile: false })]
  const reports = [await runEngine(compiled), await runEngine(eager)] as const
  expect(reports.map(compiledIn)).toEqual([true, false])
  const [one, other] = [ended(compiled, reports[0]), ended(eager, reports[1])]
  const loss = (from: typeof one) => from.epochs[0]?.[1].loss as number
  expect(loss(one)).toBeCloseTo(loss(other), 4)
}, 120_000)

test('what is learnt from varied pictures holds for plain ones, which validation sees', async () => {
  const order = orderOf({
    epochs: 12,
    augmentation: Augmentation.parse({
      width_shift_range: 0.1,
      height_shift_range: 0.1,
      vertical_flip: true,
    }),
  })
  const { epochs } = ended(order, await runEngine(order))
  expect(epochs.at(-1)?.[1].val_accuracy).toBeGreaterThan(0.9)
  const plain = orderOf({ epochs: 1, augmentation: null })
  const first = ended(plain, await runEngine(plain)).epochs[0]?.[1]
  expect(first?.loss).not.toBe(epochs[0]?.[1].loss)
}, 120_000)
