import { describe, expect, test } from 'vitest'
import { chainLayers } from '../../contract/chain-layers.ts'
import { compiledMeasure, compiledPredict } from '../../engine/compile/compiled-forward.ts'
import { compiledTrainer } from '../../engine/compile/compiled-trainer.ts'
import { openBatches } from '../../engine/data/batches.ts'
import { measureRows } from '../../engine/evaluate/measure.ts'
import { buildTrainable } from '../../engine/layers/build-model.ts'
import { buildContext } from '../../engine/layers/settings.ts'
import { registerNativeGradients } from '../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../engine/runtime/load-tensorflow.ts'
import { randomFrom, shuffled } from '../../engine/runtime/random.ts'
import { measuredMetrics } from '../../engine/train/metrics/metrics-by-name.ts'
import { predictBatch } from '../../engine/train/step-functions.ts'
import type { TrainingSetup } from '../../engine/train/trainer.ts'
import { packRows } from './packed-rows.ts'

const tf = loadTensorFlow()
registerNativeGradients(tf)
const items = 300
const random = randomFrom(1)
const values = Array.from({ length: items * 4 }, () => random() * 2 - 1)
const data = packRows(
  { shape: [items, 4], values },
  Array.from({ length: items }, (_, index) => index % 3),
)
const rows = shuffled(items, randomFrom(2))

function setup(): TrainingSetup {
  const context = buildContext(tf, 1)
  const { keras } = chainLayers('small', [
    { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, 4] } },
    { kind: 'Dense', name: 'hidden', settings: { units: 8, activation: 'relu' } },
    { kind: 'Dense', name: 'output', settings: { units: 3, activation: 'softmax' } },
  ])
  return {
    context,
    trainable: buildTrainable(context, keras),
    loss: 'sparse_categorical_crossentropy',
    optimizer: { name: 'adam', settings: {} },
    batchSize: 32,
    rowsPerEpoch: items,
    ...data,
    validation: data.part,
    classes: 3,
  }
}

describe('a model that goes forward as one graph', () => {
  test('measures what it measures op by op, also where the rows do not fill the last slice', () => {
    const model = setup()
    const compiled = compiledMeasure(model, data)
    const found = compiled.run(rows)
    compiled.close()
    const wanted = measureRows(
      model,
      measuredMetrics(model),
      openBatches(tf, data.folder, data.part),
      rows,
      32,
    )
    expect(found.counts).toEqual(wanted.counts)
    expect(found.metrics.loss).toBeCloseTo(wanted.metrics.loss as number, 5)
    expect(found.metrics.accuracy).toBeCloseTo(wanted.metrics.accuracy as number, 6)
  })

  test('predicts a row for each that was asked for, in their order', () => {
    const model = setup()
    const compiled = compiledPredict(model, data)
    const found = [...compiled.run(rows)].flat()
    compiled.close()
    const inputs = tf.tensor(values, [items, 4]).gather(tf.tensor1d(rows, 'int32'))
    const wanted = predictBatch(model, [inputs]).arraySync() as number[][]
    expect(found.length).toBe(items)
    for (const [row, outputs] of wanted.entries())
      for (const [place, value] of outputs.entries()) expect(found[row]?.[place]).toBeCloseTo(value, 5)
  })
})

test('data that memory has no room for trains and measures to the same digits', () => {
  const trained = [undefined, 0].map((free) => {
    const trainer = compiledTrainer(setup(), free)
    const steps = Math.ceil(items / 32)
    const metrics = [1, 2].flatMap((epoch) => {
      trainer.begin(shuffled(items, randomFrom(epoch)), new Float32Array(steps).fill(0.01))
      return Array.from({ length: steps }, (_, step) => step)
        .filter((step) => step % trainer.stepsPerRun === 0)
        .flatMap((step) => trainer.run(step, Math.min(trainer.stepsPerRun, steps - step)))
    })
    const outcome = trainer.measure(rows)
    trainer.dispose()
    return { metrics, outcome }
  })
  expect(trained[0]?.metrics.length).toBe(20)
  expect(trained[1]).toEqual(trained[0])
})
