import { readdirSync, readFileSync } from 'node:fs'
import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { describe, expect, test } from 'vitest'
import type { KerasModel } from '../../contract/model.ts'
import type { OptimizerName } from '../../contract/optimizers.ts'
import { compiledTrainer } from '../../engine/compile/compiled-trainer.ts'
import { buildTrainable } from '../../engine/layers/build-model.ts'
import { buildContext } from '../../engine/layers/settings.ts'
import { registerNativeGradients } from '../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../engine/runtime/load-tensorflow.ts'
import { eagerTrainer } from '../../engine/train/eager-trainer.ts'
import { finish } from '../../engine/train/losses.ts'
import type { Trainer, TrainingSetup } from '../../engine/train/trainer.ts'
import { packRows, type Rows } from './packed-rows.ts'

/** What tests/reference/make_golden.py wrote down from Keras. */
interface Golden {
  keras: KerasModel
  weights: (Rows & { path: string })[]
  inputs: Rows
  targets: number[]
  outputs: Rows
  losses: Partial<Record<OptimizerName, number[]>>
}

const tf = loadTensorFlow()
registerNativeGradients(tf)
const folder = new URL('../reference/golden/', import.meta.url)
const trainers = { eagerTrainer, compiledTrainer }

/** The model of a golden file with Keras's starting weights in it. */
function start(golden: Golden) {
  const context = buildContext(tf, 1)
  const trainable = buildTrainable(context, golden.keras)
  const weights = trainable.model.layers.flatMap((layer) => layer.weights)
  expect(weights.map((weight) => weight.shape)).toEqual(golden.weights.map((weight) => weight.shape))
  for (const [index, weight] of weights.entries()) {
    const { values, shape } = golden.weights[index] as Rows
    weight.write(tf.tensor(values, shape))
  }
  return { context, trainable }
}

function worst(found: ArrayLike<number>, wanted: number[]) {
  expect(found.length).toBe(wanted.length)
  return Math.max(...wanted.map((value, index) => Math.abs(value - (found[index] as number))))
}

/** Losses of steps that all see the one batch there is. */
function losses(make: (setup: TrainingSetup) => Trainer, golden: Golden, name: OptimizerName, steps: number) {
  const packed = packRows(golden.inputs, golden.targets)
  const size = golden.targets.length
  const trainer = make({
    ...start(golden),
    ...packed,
    loss: 'sparse_categorical_crossentropy',
    optimizer: { name, settings: {} },
    batchSize: size,
    rowsPerEpoch: size * steps,
    validation: null,
    classes: 0,
  })
  const rate = name === 'sgd' || name === 'momentum' ? 0.01 : 0.001
  trainer.begin(
    Int32Array.from({ length: size * steps }, (_, index) => index % size),
    new Float32Array(steps).fill(rate),
  )
  const found = trainer.run(0, steps).map((metrics) => metrics.loss as number)
  trainer.dispose()
  return found
}

describe.each(readdirSync(folder).filter((name) => name.endsWith('.json')))('%s', (file) => {
  const golden = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Golden

  test('the outputs are those of Keras', () => {
    const { trainable } = start(golden)
    const outputs = trainable.model.predict(tf.tensor(golden.inputs.values, golden.inputs.shape)) as Tensor
    const found = finish(tf, trainable.activation, outputs).dataSync()
    expect(worst(found, golden.outputs.values)).toBeLessThan(1e-5)
  })

  test.each(
    Object.entries(golden.losses).flatMap(([name, wanted]) =>
      Object.keys(trainers).map((kind) => [kind, name, wanted] as const),
    ),
  )('%s: steps of %s have the losses of Keras', (kind, name, wanted) => {
    const make = trainers[kind as keyof typeof trainers]
    const found = losses(make, golden, name as OptimizerName, wanted.length)
    expect(worst(found, wanted)).toBeLessThan(1e-4)
  })
})
