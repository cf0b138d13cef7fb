import { expect, test } from 'vitest'
import type { LabelScale, PackedPart } from '../../../contract/data/packed.ts'
import { chainLayers } from '../../../contract/templates/chain-layers.ts'
import { compiledMeasure, compiledPredict } from '../../../engine/compile/compiled-forward.ts'
import { openBatches } from '../../../engine/data/batches.ts'
import { measureRows } from '../../../engine/evaluate/measure.ts'
import { buildTrainable } from '../../../engine/layers/build-model.ts'
import { buildContext } from '../../../engine/layers/settings/settings.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'
import { measuredMetrics } from '../../../engine/train/metrics/metrics-by-name.ts'
import { predictBatch } from '../../../engine/train/step-functions.ts'
import type { MeasureSetup } from '../../../engine/train/trainer.ts'
import { packRows } from '../packed-rows.ts'

const tf = loadTensorFlow()
const items = 40
const rows = Int32Array.from({ length: items }, (_, row) => row)
const values = Array.from({ length: items * 4 }, (_, at) => Math.sin(at))
const prices = Array.from({ length: items }, (_, row) => 100 + 10 * row)

function setup(label?: LabelScale): MeasureSetup {
  const context = buildContext(tf, 1)
  const { keras } = chainLayers('small', [
    { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, 4] } },
    { kind: 'Dense', name: 'output', settings: { units: 1 } },
  ])
  const trainable = buildTrainable(context, keras)
  return { context, trainable, loss: 'mean_squared_error', classes: 0, label }
}

const outputsOf = (model: MeasureSetup, folder: string, part: PackedPart) => {
  const batch = openBatches(tf, folder, part).batch(rows)
  return [...predictBatch(model, batch.inputs).dataSync()]
}

test.each([
  { log: false, centre: 250, scale: 80 },
  { log: true, centre: 5, scale: 0.5 },
])(
  'values scaled as $log, $centre, $scale are measured on their own scale, compiled and op by op',
  (label) => {
    const model = setup(label)
    const scaled = prices.map(
      (price) => ((label.log ? Math.log1p(price) : price) - label.centre) / label.scale,
    )
    const { folder, part } = packRows({ shape: [items, 4], values }, scaled, { values: true })
    const outputs = outputsOf(model, folder, part)
    const own = (value: number) => {
      const unscaled = value * label.scale + label.centre
      return label.log ? Math.expm1(unscaled) : unscaled
    }
    const mae =
      outputs.reduce((sum, value, row) => sum + Math.abs(own(value) - (prices[row] as number)), 0) / items
    const loss = outputs.reduce((sum, value, row) => sum + (value - (scaled[row] as number)) ** 2, 0) / items
    const compiled = compiledMeasure(model, { folder, part })
    const eager = measureRows(model, measuredMetrics(model), openBatches(tf, folder, part), rows, 16)
    for (const { metrics } of [compiled.run(rows), eager]) {
      expect((metrics.mae as number) / mae).toBeCloseTo(1, 4)
      expect((metrics.loss as number) / loss).toBeCloseTo(1, 4)
    }
    compiled.close()
  },
)

test('inputs are normalised along their last axis, compiled and op by op', () => {
  const model = setup()
  const { folder, part } = packRows({ shape: [items, 4], values }, prices, { values: true })
  const normalised = { scale: [2, 0.5, 1, -1], offset: [1, 0, -3, 0.25] }
  const by = (value: number, at: number) =>
    value * (normalised.scale[at % 4] as number) + (normalised.offset[at % 4] as number)
  const wanted = packRows({ shape: [items, 4], values: values.map(by) }, prices, { values: true })
  const expected = outputsOf(model, wanted.folder, wanted.part)
  const [input] = part.inputs
  const normal: PackedPart = { ...part, inputs: [{ ...(input as (typeof part.inputs)[number]), normalised }] }
  const compiled = compiledPredict(model, { folder, part: normal })
  for (const found of [outputsOf(model, folder, normal), [...compiled.run(rows)].flat(2)])
    for (const [row, value] of found.entries()) expect(value).toBeCloseTo(expected[row] as number, 5)
  compiled.close()
})
