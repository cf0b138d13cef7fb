import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { expect } from 'vitest'
import { buildTrainable, type Trainable } from '../../engine/layers/build-model.ts'
import { buildContext } from '../../engine/layers/settings/settings.ts'
import { registerNativeGradients } from '../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../engine/runtime/load-tensorflow.ts'
import { finish } from '../../engine/train/losses/row-loss.ts'
import type { Trainer, TrainingSetup } from '../../engine/train/trainer.ts'
import { type Golden, type GoldenTraining, type PackedValues, valuesOf } from '../reference/read-golden.ts'
import { packRows } from './packed-rows.ts'

const tf = loadTensorFlow()
registerNativeGradients(tf)

const tensorOf = (packed: PackedValues) => tf.tensor(valuesOf(packed), packed.shape)

/** The model of a golden file with Keras's starting weights in it. */
export function start(golden: Golden) {
  const context = buildContext(tf, 1)
  const trainable = buildTrainable(context, golden.keras)
  const weights = trainable.model.layers.flatMap((layer) => layer.weights)
  expect(weights.map((weight) => weight.shape)).toEqual(golden.weights.map((weight) => weight.shape))
  for (const [index, weight] of weights.entries())
    weight.write(tensorOf(golden.weights[index] as PackedValues))
  return { context, trainable }
}

/** What a model gives in inference for the golden inputs. */
export function outputsOf({ model, activation }: Trainable, golden: Golden) {
  return tf.tidy(() => finish(tf, activation, model.apply(tensorOf(golden.inputs)) as Tensor).dataSync())
}

/** The largest distance between two lists of numbers. */
export function worst(found: ArrayLike<number>, wanted: ArrayLike<number>) {
  expect(found.length).toBe(wanted.length)
  return Math.max(...Array.from(wanted, (value, index) => Math.abs(value - (found[index] as number))))
}

/** The largest distance from Keras's loss, as a share of it. */
export const worstShare = (found: number[], wanted: number[]) =>
  Math.max(...wanted.map((value, index) => Math.abs(value - (found[index] as number)) / Math.abs(value)))

/** Losses of steps that all see the one batch there is, and the outputs of the model afterwards. */
export function trained(
  make: (setup: TrainingSetup) => Trainer,
  golden: Golden,
  wanted: GoldenTraining,
  steps: number,
) {
  const { context, trainable } = start(golden)
  const targets = Array.from(valuesOf(golden.targets))
  const size = targets.length
  const trainer = make({
    context,
    trainable,
    ...packRows(
      { shape: golden.inputs.shape, values: Array.from(valuesOf(golden.inputs)) },
      targets,
      wanted.sampleWeight ? { weights: wanted.sampleWeight } : {},
    ),
    loss: wanted.loss,
    optimizer: { name: wanted.optimizer, settings: wanted.settings },
    batchSize: size,
    rowsPerEpoch: size * steps,
    classWeights: wanted.classWeight ? Float32Array.from(wanted.classWeight) : null,
    validation: null,
    classes: 0,
  })
  trainer.begin(
    Int32Array.from({ length: size * steps }, (_, index) => index % size),
    new Float32Array(steps).fill(wanted.rate),
  )
  const losses = trainer.run(0, steps).map((metrics) => metrics.loss as number)
  trainer.pull()
  const after = outputsOf(trainable, golden)
  trainer.dispose()
  return { losses, after }
}

/** The trainings of a golden file with a name for each. */
export const waysOf = (golden: Golden) =>
  golden.trainings.map(
    (training) => [`${training.optimizer} ${JSON.stringify(training.settings)}`, training] as const,
  )
