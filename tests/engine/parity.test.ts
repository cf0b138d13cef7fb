import { readdirSync, readFileSync } from 'node:fs'
import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { describe, expect, test } from 'vitest'
import type { KerasModel } from '../../contract/model.ts'
import type { OptimizerName } from '../../contract/training.ts'
import { buildModel } from '../../engine/layers/build-model.ts'
import { registerNativeGradients } from '../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../engine/runtime/load-tensorflow.ts'
import { eagerStep } from '../../engine/train/eager-step.ts'

interface Values {
  shape: number[]
  values: number[]
}

/** What tests/reference/make_golden.py wrote down from Keras. */
interface Golden {
  keras: KerasModel
  weights: (Values & { path: string })[]
  inputs: Values
  targets: number[]
  outputs: Values
  losses: Record<OptimizerName, number[]>
}

const tf = loadTensorFlow()
registerNativeGradients(tf)
const folder = new URL('../reference/golden/', import.meta.url)

/** The model of a golden file with Keras's starting weights in it. */
function start(golden: Golden) {
  const model = buildModel({ tf, seed: 1 }, golden.keras)
  const weights = model.layers.flatMap((layer) => layer.weights)
  expect(weights.map((weight) => weight.shape)).toEqual(golden.weights.map((weight) => weight.shape))
  for (const [index, weight] of weights.entries()) {
    const { values, shape } = golden.weights[index] as Values
    weight.write(tf.tensor(values, shape))
  }
  return model
}

function worst(found: ArrayLike<number>, wanted: number[]) {
  expect(found.length).toBe(wanted.length)
  return Math.max(...wanted.map((value, index) => Math.abs(value - (found[index] as number))))
}

describe.each(readdirSync(folder).filter((name) => name.endsWith('.json')))('%s', (file) => {
  const golden = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Golden
  const inputs = tf.tensor(golden.inputs.values, golden.inputs.shape)

  test('the outputs are those of Keras', () => {
    const outputs = start(golden).predict(inputs) as Tensor
    expect(worst(outputs.dataSync(), golden.outputs.values)).toBeLessThan(1e-5)
  })

  test.each(Object.keys(golden.losses) as OptimizerName[])(
    '20 steps of %s have the losses of Keras',
    (name) => {
      const rate = name === 'adam' || name === 'rmsprop' ? 0.001 : 0.01
      const step = eagerStep(tf, start(golden), 'sparse_categorical_crossentropy', name, rate)
      const batch = { inputs: [inputs], targets: [tf.tensor1d(golden.targets)] }
      const losses = golden.losses[name].map(() => step.run(batch as never).loss as number)
      expect(worst(losses, golden.losses[name])).toBeLessThan(1e-4)
    },
  )
})
