import { readFileSync } from 'node:fs'
import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { expect, test } from 'vitest'
import { chainLayers } from '../../../contract/templates/chain-layers.ts'
import { isForTwoClasses, Loss, type LossSettings } from '../../../contract/training/losses.ts'
import { compiledTrainer } from '../../../engine/compile/compiled-trainer.ts'
import { buildTrainable } from '../../../engine/layers/build-model.ts'
import { buildContext } from '../../../engine/layers/settings/settings.ts'
import { registerNativeGradients } from '../../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'
import { eagerTrainer } from '../../../engine/train/eager-trainer.ts'
import { rowLoss } from '../../../engine/train/losses/loss-by-name.ts'
import type { Ending } from '../../../engine/train/losses/row-loss.ts'
import type { Trainer, TrainingSetup } from '../../../engine/train/trainer.ts'
import { packRows } from '../packed-rows.ts'

interface GoldenLoss {
  loss: Loss
  ending: Ending
  settings?: LossSettings
  outputs: number[][]
  /** Class numbers, or values of the outputs' shape. */
  targets: number[] | number[][]
  rows: number[]
  /** Of the mean over the rows, by the outputs. */
  gradient: number[][]
}

const tf = loadTensorFlow()
registerNativeGradients(tf)
/** What tests/reference/make_loss_golden.py wrote down from Keras. */
const { cases } = JSON.parse(
  readFileSync(new URL('../../reference/losses/losses.json', import.meta.url), 'utf8'),
) as { cases: GoldenLoss[] }

/** The largest distance from what is wanted, as a share of the largest number that is wanted. */
function worstShare(found: ArrayLike<number>, wanted: number[]) {
  expect(found).toHaveLength(wanted.length)
  const scale = Math.max(...wanted.map(Math.abs))
  return Math.max(...wanted.map((value, index) => Math.abs((found[index] as number) - value))) / scale
}

test.each(
  cases.map((one) => [`${one.loss} ${JSON.stringify(one.settings ?? {})} after ${one.ending}`, one] as const),
)(
  '%s has the rows and the gradient of Keras',
  (_, { loss, ending, settings, outputs, targets, rows, gradient }) => {
    const classes = typeof targets[0] === 'number'
    const target: Tensor = classes
      ? tf.tensor1d(targets as number[], 'int32')
      : tf.tensor2d(targets as number[][])
    const of = rowLoss(tf, loss, ending, settings)
    const given = tf.tensor2d(outputs)
    expect(worstShare(of(target, given).dataSync(), rows)).toBeLessThan(2e-6)
    const found = tf.grad((x) => of(target, x).mean())(given)
    expect(worstShare(found.dataSync(), gradient.flat())).toBeLessThan(1e-5)
  },
)

test('every loss that can be chosen has its golden values', () => {
  expect(new Set(cases.map(({ loss }) => loss))).toEqual(new Set(Loss.options))
})

test.each(Loss.options)('%s trains compiled as it does op by op', (loss) => {
  const two = isForTwoClasses(loss)
  const links = [
    { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, 2] } },
    {
      kind: 'Dense',
      name: 'output',
      settings: { units: two ? 1 : 3, activation: two ? 'sigmoid' : 'softmax' },
    },
  ]
  const values = Array.from({ length: 12 }, (_, index) => Math.sin(index))
  const targets = Array.from({ length: 6 }, (_, index) => index % (two ? 2 : 3))
  const lossesBy = (make: (setup: TrainingSetup) => Trainer) => {
    const context = buildContext(tf, 1)
    const trainer = make({
      context,
      trainable: buildTrainable(context, chainLayers('one', links).keras),
      ...packRows({ shape: [6, 2], values }, targets),
      loss,
      metrics: ['accuracy'],
      optimizer: { name: 'sgd', settings: {} },
      batchSize: 6,
      rowsPerEpoch: 24,
      validation: null,
      classes: two ? 2 : 3,
    })
    trainer.begin(
      Int32Array.from({ length: 24 }, (_, index) => index % 6),
      new Float32Array(4).fill(0.1),
    )
    const losses = trainer.run(0, 4).map((metrics) => metrics.loss as number)
    trainer.dispose()
    return losses
  }
  const compiled = lossesBy(compiledTrainer)
  expect(compiled[3]).toBeLessThan(compiled[0] as number)
  expect(worstShare(compiled, lossesBy(eagerTrainer))).toBeLessThan(1e-5)
})

test.each([compiledTrainer, eagerTrainer])(
  'a loss that is one number of a batch is validated batch by batch, as Keras does, the last one however short (%o)',
  (make) => {
    const context = buildContext(tf, 1)
    const links = [
      { kind: 'InputLayer', name: 'input', settings: { batch_shape: [null, 3] } },
      { kind: 'Dense', name: 'output', settings: { units: 3, activation: 'softmax' } },
    ]
    const values = Array.from({ length: 18 }, (_, index) => Math.sin(index))
    const targets = [0, 1, 2, 2, 1, 0]
    const packed = packRows({ shape: [6, 3], values }, targets)
    const trainable = buildTrainable(context, chainLayers('one', links).keras)
    trainable.model.weights[0]?.write(tf.eye(3))
    const trainer = make({
      ...{ context, trainable, ...packed, loss: 'tversky', lossSettings: { alpha: 0.3, beta: 0.7 } },
      optimizer: { name: 'sgd', settings: {} },
      ...{ batchSize: 4, rowsPerEpoch: 6, validation: packed.part, classes: 3 },
    })
    const of = rowLoss(tf, 'tversky', 'softmax', { alpha: 0.3, beta: 0.7 })
    const sums = [values.slice(0, 12), values.slice(12)].map((some, at) => {
      const rows = tf.tensor2d(some, [some.length / 3, 3])
      return of(tf.tensor1d(at ? targets.slice(4) : targets.slice(0, 4), 'int32'), rows)
        .sum()
        .dataSync()[0] as number
    })
    const found = trainer.measure(Int32Array.of(0, 1, 2, 3, 4, 5)).metrics.loss
    trainer.dispose()
    expect(found).toBeCloseTo(((sums[0] as number) + (sums[1] as number)) / 6, 5)
  },
)
