import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Augmentation } from '../../../contract/data/augmentation.ts'
import type { PackedTensor } from '../../../contract/data/packed.ts'
import type { EngineReport, TrainOrder } from '../../../contract/engine.ts'
import { type ChainLink, chainLayers } from '../../../contract/templates/chain-layers.ts'
import { TrainingSettings } from '../../../contract/training/training.ts'
import { randomFrom } from '../../../engine/runtime/random.ts'
import { runEngine } from '../train-order.ts'

const [side, rows] = [8, 60]

/** Pictures of random pixels that are their own targets, as packed data; the first ten are held out. */
function packPictures(more: Partial<PackedTensor> = {}): Pick<TrainOrder, 'data' | 'validation'> {
  const data = mkdtempSync(join(tmpdir(), 'lathe-packed-'))
  const draw = randomFrom(4)
  const pixels = Uint8Array.from({ length: rows * side * side * 3 }, () => draw() * 256)
  writeFileSync(join(data, 'x.bin'), pixels)
  const x = { name: 'x', file: 'x.bin', dtype: 'uint8', shape: [side, side, 3], scale: 1 / 255, ...more }
  const part = { part: 'train', items: rows, inputs: [x], targets: [] }
  writeFileSync(
    join(data, 'packed.json'),
    JSON.stringify({ version: 1, task: 'reconstruction', classes: ['a'], parts: [part] }),
  )
  const heldOut = join(data, 'rows.bin')
  writeFileSync(
    heldOut,
    Int32Array.from({ length: 10 }, (_, row) => row),
  )
  return { data, validation: { heldOut } }
}

const identity: ChainLink = {
  kind: 'Dense',
  name: 'output',
  settings: { units: 3, kernel_initializer: { class_name: 'Identity', config: { gain: 1 } } },
}

async function trained(
  data: Pick<TrainOrder, 'data' | 'validation'>,
  layers: ChainLink[],
  settings: Partial<TrainingSettings>,
): Promise<{ reports: EngineReport[]; epochs: Record<string, number>[] }> {
  const input = { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, side, side, 3] } }
  const reports = await runEngine({
    kind: 'train',
    model: chainLayers('small', [input, ...layers]),
    settings: { ...TrainingSettings.parse({ epochs: 2, batchSize: 16, learningRate: 1e-9 }), ...settings },
    ...data,
    without: null,
    folder: mkdtempSync(join(tmpdir(), 'lathe-run-')),
    seed: 3,
    weights: null,
    resume: false,
  })
  const epochs = reports.flatMap((report) => (report.kind === 'points' ? report.epochs : []))
  return { reports, epochs: epochs.map(({ metrics }) => metrics) }
}

const everything = Augmentation.parse({
  rotation_range: 30,
  width_shift_range: 0.2,
  horizontal_flip: true,
  cutout: 0.3,
  gaussian_noise: 0.05,
  mixup: 0.3,
})

// What gives back what it is given has no loss, whatever was done to the pictures, if and only if those are the targets.
test.each([
  ['plain', {}, {}],
  ['varied', {}, { augmentation: everything }],
  ['varied, op by op', {}, { augmentation: everything, compile: false }],
  ['varied and standardised one by one', { samplewise: 'standardise' }, { augmentation: everything }],
  [
    'varied and normalised by channel',
    { normalised: { scale: [2, 3, 4], offset: [-1, 0, 1] } },
    { augmentation: everything },
  ],
] as const)('the target of a picture is what the model reads of it: %s', async (_, tensor, settings) => {
  const { reports, epochs } = await trained(
    packPictures(tensor as Partial<PackedTensor>),
    [identity],
    settings,
  )
  const started = reports.find((report) => report.kind === 'started')
  expect(started?.resolved).toMatchObject({
    loss: 'mean_squared_error',
    compiled: !('compile' in settings),
    trainItems: 50,
  })
  expect(epochs).toHaveLength(2)
  for (const { loss, mae, val_loss, val_mse } of epochs)
    for (const value of [loss, mae, val_loss, val_mse]) expect(value).toBeLessThan(1e-5)
  const last = reports.find((report) => report.kind === 'trained')
  expect(last?.evaluation).toMatchObject({ confusion: null, labels: null, items: 10 })
})

test('a model that gives another shape than it reads is refused by both shapes', async () => {
  const conv = { kind: 'Conv2D', name: 'output', settings: { filters: 3, kernel_size: [3, 3] } }
  const { reports } = await trained(packPictures(), [conv], {})
  const failed = reports.find((report) => report.kind === 'failed')
  expect(failed?.failure.code).toBe('engine.not-given-back')
  expect(failed?.failure.values).toEqual({ read: '[8,8,3]', given: '[6,6,3]' })
})

test('a metric that Keras has for rows of values alone is refused', async () => {
  const { reports } = await trained(packPictures(), [identity], { metrics: ['r2_score'] })
  expect(reports.find((report) => report.kind === 'failed')?.failure.code).toBe('engine.metric-misfit')
})

test.each(['root_mean_squared_error', 'cosine_similarity', 'log_cosh', 'poisson'] as const)(
  'pictures that are given back are measured by %s',
  async (metric) => {
    const { epochs } = await trained(packPictures(), [identity], { metrics: [metric], epochs: 1 })
    const perfect = { cosine_similarity: 1, root_mean_squared_error: 0, log_cosh: 0, poisson: null }
    const wanted = perfect[metric]
    if (wanted === null) expect(epochs[0]?.[metric]).toBeGreaterThan(0)
    else expect(epochs[0]?.[`val_${metric}`]).toBeCloseTo(wanted, 3)
  },
)
