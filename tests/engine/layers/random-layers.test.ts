import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { describe, expect, test } from 'vitest'
import { chainLayers } from '../../../contract/templates/chain-layers.ts'
import { compiledTrainer } from '../../../engine/compile/compiled-trainer.ts'
import { buildTrainable } from '../../../engine/layers/build-model.ts'
import { makeLayer } from '../../../engine/layers/make-layer.ts'
import { buildContext } from '../../../engine/layers/settings/settings.ts'
import { registerNativeGradients } from '../../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'
import { eagerTrainer } from '../../../engine/train/eager-trainer.ts'
import type { Trainer, TrainingSetup } from '../../../engine/train/trainer.ts'
import { packRows } from '../packed-rows.ts'

const tf = loadTensorFlow()
registerNativeGradients(tf)

/** Seeds are fixed; six deviations leave no room for luck. */
const deviations = 6
const rate = 0.3

/** Calls a layer of its own: what it draws follows from the run's seed, its name and the step. */
function call(
  kind: string,
  x: Tensor,
  { name = 'noise', seed = 3, step = 0, training = true, config = {} as object } = {},
): Float32Array {
  return tf.tidy(() => {
    const context = buildContext(tf, seed)
    context.clock.assign(tf.scalar(step, 'int32'))
    const settings = kind === 'GaussianNoise' ? { stddev: 0.5 } : { rate }
    const layer = makeLayer(context, kind, name, { ...settings, ...config })
    return (layer.call(x, { training }) as Tensor).dataSync() as Float32Array
  })
}

const moments = (values: Float32Array) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length }
}

const shapes: Record<string, number[]> = {
  Dropout: [200, 300],
  SpatialDropout1D: [200, 5, 300],
  SpatialDropout2D: [100, 3, 2, 300],
  SpatialDropout3D: [100, 2, 2, 2, 300],
  AlphaDropout: [200, 300],
  GaussianNoise: [200, 300],
  GaussianDropout: [200, 300],
}
const kinds = Object.keys(shapes)

describe.each(kinds)('%s', (kind) => {
  const shape = shapes[kind] as number[]
  const ones = tf.ones(shape)
  const changed = (options: Parameters<typeof call>[2]) => call(kind, ones, options).map((value) => value - 1)

  test('draws anew at each step and in each layer, and the same for the same seed, name and step', () => {
    const first = changed({})
    expect(changed({})).toEqual(first)
    const { mean, variance } = moments(first)
    const independent = shape[0] === 200 || shape.length === 2 ? 60_000 : 30_000
    for (const other of [{ step: 1 }, { name: 'noise_1' }, { seed: 4 }]) {
      const values = changed(other)
      const together =
        first.reduce((sum, value, at) => sum + (value - mean) * ((values[at] as number) - mean), 0) /
        first.length
      expect(Math.abs(together / variance)).toBeLessThan(deviations / Math.sqrt(independent))
    }
  })

  test('does nothing when a model is measured or asked', () => {
    expect([...changed({ training: false })].every((value) => value === 0)).toBe(true)
  })
})

test.each(['Dropout', 'SpatialDropout1D', 'SpatialDropout2D', 'SpatialDropout3D'])(
  '%s leaves out its rate of the values, or of whole channels, and divides what it keeps by the rest',
  (kind) => {
    const shape = shapes[kind] as number[]
    const values = call(kind, tf.ones(shape))
    const [batch, channels] = [shape[0] as number, shape.at(-1) as number]
    const places = values.length / batch / channels
    let kept = 0
    for (let row = 0; row < batch; row++)
      for (let channel = 0; channel < channels; channel++) {
        const seen = new Set(
          Array.from({ length: places }, (_, place) => values[(row * places + place) * channels + channel]),
        )
        expect(seen.size).toBe(1)
        const [value] = seen
        if (value !== 0) expect(value).toBeCloseTo(1 / (1 - rate), 5)
        kept += value === 0 ? 0 : 1
      }
    const count = batch * channels
    expect(Math.abs(kept / count - (1 - rate))).toBeLessThan(
      deviations * Math.sqrt((rate * (1 - rate)) / count),
    )
  },
)

test('a noise shape has axes share what is dropped', () => {
  const values = tf.tensor(
    call('Dropout', tf.ones([50, 4, 6]), { config: { noise_shape: [null, 1, null] } }),
    [50, 4, 6],
  )
  const [first] = tf.split(values, 4, 1) as [Tensor]
  expect(values.sub(first).abs().max().dataSync()[0]).toBe(0)
})

test('GaussianNoise adds numbers of mean 0 and its deviation; GaussianDropout multiplies by those of mean 1', () => {
  const count = 60_000
  const expectMoments = (values: Float32Array, mean: number, variance: number) => {
    const found = moments(values)
    expect(Math.abs(found.mean - mean)).toBeLessThan(deviations * Math.sqrt(variance / count))
    expect(Math.abs(found.variance - variance)).toBeLessThan(deviations * variance * Math.sqrt(2 / count))
  }
  expectMoments(call('GaussianNoise', tf.fill([200, 300], 2)), 2, 0.25)
  // keras/src/layers/regularization/gaussian_dropout.py: a deviation of sqrt(rate / (1 - rate)).
  expectMoments(call('GaussianDropout', tf.ones([200, 300])), 1, rate / (1 - rate))
})

test('AlphaDropout keeps mean 0 and variance 1 (Klambauer et al., 2017)', () => {
  const count = 160_000
  const x = tf.randomNormal([400, 400], 0, 1, 'float32', 7)
  const values = call('AlphaDropout', x)
  const found = moments(values)
  expect(Math.abs(found.mean)).toBeLessThan(deviations / Math.sqrt(count))
  expect(Math.abs(found.variance - 1)).toBeLessThan(deviations * Math.sqrt(3 / count))
  // What is dropped has one value, all the same: a (-alpha scale) + b.
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const dropped = Math.max(...counts.values())
  expect(Math.abs(dropped / count - rate)).toBeLessThan(deviations * Math.sqrt((rate * (1 - rate)) / count))
})

test('a rate of 0 changes nothing', () => {
  for (const kind of ['Dropout', 'GaussianDropout', 'AlphaDropout'])
    for (const value of call(kind, tf.ones([20, 20]), { config: { rate: 0 } }))
      expect(value).toBeCloseTo(1, 6)
})

/** Losses of six steps of a model with a layer of this kind in it. */
function lossesBy(make: (setup: TrainingSetup) => Trainer, links: Parameters<typeof chainLayers>[1]) {
  const shape = ((links[0]?.settings?.batch_shape ?? []) as number[]).slice(1)
  const size = shape.reduce((all, length) => all * length, 1)
  const context = buildContext(tf, 5)
  const trainer = make({
    context,
    trainable: buildTrainable(context, chainLayers('noisy', links).keras),
    ...packRows(
      { shape: [4, ...shape], values: Array.from({ length: 4 * size }, (_, at) => Math.sin(at)) },
      [0, 1, 2, 0],
    ),
    loss: 'sparse_categorical_crossentropy',
    optimizer: { name: 'sgd', settings: {} },
    batchSize: 4,
    rowsPerEpoch: 24,
    validation: null,
    classes: 3,
  })
  trainer.begin(
    Int32Array.from({ length: 24 }, (_, at) => at % 4),
    // Nothing is learned, so that whatever differs between two steps was drawn.
    new Float32Array(6).fill(0),
  )
  const losses = trainer.run(0, 6).map((metrics) => metrics.loss as number)
  trainer.dispose()
  return losses
}

const flat = [
  { kind: 'Flatten', name: 'flatten' },
  { kind: 'Dense', name: 'output', settings: { units: 3, activation: 'softmax' } },
]
const drawing = [
  ...kinds.map((kind) => ({ kind, settings: {} as Record<string, unknown> })),
  { kind: 'LSTM', settings: { units: 4, dropout: 0.4 } },
  { kind: 'GRU', settings: { units: 4, recurrent_dropout: 0.4 } },
  { kind: 'MultiHeadAttention', settings: { num_heads: 2, key_dim: 4, dropout: 0.4 } },
]

test.each(drawing)(
  '$kind $settings draws the same in a graph as op by op, and anew at each step',
  ({ kind, settings }) => {
    const rank =
      kind === 'LSTM' || kind === 'GRU' || kind === 'MultiHeadAttention' ? 3 : (shapes[kind]?.length ?? 2)
    const links = [
      {
        kind: 'InputLayer',
        name: 'input',
        settings: { batch_shape: [null, ...[3, 2, 2, 5].slice(5 - rank)] },
      },
      { kind, name: 'noisy', settings },
      ...flat,
    ]
    const compiled = lossesBy(compiledTrainer, links)
    expect(new Set(compiled).size).toBe(6)
    for (const [step, loss] of lossesBy(eagerTrainer, links).entries())
      expect(compiled[step]).toBeCloseTo(loss, 5)
  },
)
