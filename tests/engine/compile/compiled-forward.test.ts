import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { PackedPart } from '../../../contract/data/packed.ts'
import { chainLayers } from '../../../contract/templates/chain-layers.ts'
import { compiledMeasure, compiledPredict } from '../../../engine/compile/compiled-forward.ts'
import { compiledTrainer } from '../../../engine/compile/compiled-trainer.ts'
import { openBatches } from '../../../engine/data/batches.ts'
import { measureRows } from '../../../engine/evaluate/measure.ts'
import { buildTrainable } from '../../../engine/layers/build-model.ts'
import { buildContext } from '../../../engine/layers/settings/settings.ts'
import { registerNativeGradients } from '../../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'
import { randomFrom, shuffled } from '../../../engine/runtime/random.ts'
import { measuredMetrics } from '../../../engine/train/metrics/metrics-by-name.ts'
import { predictBatch } from '../../../engine/train/step-functions.ts'
import type { Trainer, TrainingSetup } from '../../../engine/train/trainer.ts'
import { packRows } from '../packed-rows.ts'

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

function setup(width = 4): TrainingSetup {
  const context = buildContext(tf, 1)
  const { keras } = chainLayers('small', [
    { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, width] } },
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

describe('data that memory has no room for', () => {
  const steps = Math.ceil(items / 32)
  const begin = (trainer: Trainer, epoch: number) =>
    trainer.begin(shuffled(items, randomFrom(epoch)), new Float32Array(steps).fill(0.01))
  const run = (trainer: Trainer, from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => from + index)
      .filter((step) => (step - from) % trainer.stepsPerRun === 0)
      .flatMap((step) => trainer.run(step, Math.min(trainer.stepsPerRun, to - step)))
  const given = {
    floats: setup,
    // Nine bytes a row: what is handed over is filled up to whole numbers of four.
    bytes: () => ({ ...setup(9), ...bytesOf(9), validation: null }),
  }

  test.each(Object.entries(given))('trains and measures to the same digits: %s', (_, make) => {
    const trained = [undefined, 0].map((free) => {
      const trainer = compiledTrainer(make(), free)
      const metrics = [1, 2].flatMap((epoch) => {
        begin(trainer, epoch)
        return run(trainer, 0, steps)
      })
      const outcome = make === setup ? trainer.measure(rows) : null
      trainer.dispose()
      return { metrics, outcome, steps: trainer.stepsPerRun }
    })
    expect(trained[0]?.metrics.length).toBe(2 * steps)
    expect(trained[0]?.steps).toBeGreaterThan(1)
    expect(trained[1]).toEqual({ ...trained[0], steps: 1 })
  })

  test('goes on in the middle of an epoch as if it had not been left', () => {
    const trainer = compiledTrainer(setup(), 0)
    begin(trainer, 1)
    run(trainer, 0, 4)
    trainer.pull()
    const kept = trainer.state.all.map((variable) => variable.arraySync())
    const wanted = run(trainer, 4, steps)
    trainer.dispose()
    const again = compiledTrainer(setup(), 0)
    for (const [index, variable] of again.state.all.entries())
      variable.assign(tf.tensor(kept[index] as number[], variable.shape, variable.dtype))
    again.push()
    begin(again, 1)
    expect(run(again, 4, steps)).toEqual(wanted)
    again.dispose()
  })
})

/** As `data`, of bytes. */
function bytesOf(width: number): { folder: string; part: PackedPart } {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-bytes-'))
  const drawn = randomFrom(3)
  writeFileSync(
    join(folder, 'x.bin'),
    Uint8Array.from({ length: items * width }, () => drawn() * 256),
  )
  copyFileSync(join(data.folder, 'y.bin'), join(folder, 'y.bin'))
  const input = { name: 'x', file: 'x.bin', dtype: 'uint8' as const, shape: [width], scale: 1 / 255 }
  return { folder, part: { ...data.part, inputs: [input] } }
}
