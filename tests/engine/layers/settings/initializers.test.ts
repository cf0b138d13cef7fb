import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { constraint } from '../../../../engine/layers/settings/constraints.ts'
import { fans, initializer } from '../../../../engine/layers/settings/initializers.ts'
import { regularizer } from '../../../../engine/layers/settings/regularizers.ts'
import { loadTensorFlow } from '../../../../engine/runtime/load-tensorflow.ts'

const tf = loadTensorFlow()

/** What tests/reference/make_layer_defaults.py found in Keras. */
const { names } = JSON.parse(
  readFileSync(new URL('../../../reference/layers/layers.json', import.meta.url), 'utf8'),
) as { names: Record<'initializers' | 'regularizers' | 'constraints', string[]> }

/** Draws are from fixed seeds: what holds once holds always. Six deviations leave no room for luck. */
const deviations = 6

const draw = (class_name: string, config: object, shape: number[], seed = 11) =>
  initializer('layer/kernel_initializer', { class_name, config })(tf, shape, seed).dataSync() as Float32Array

function moments(values: Float32Array) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const of = (power: number) =>
    values.reduce((sum, value) => sum + (value - mean) ** power, 0) / values.length
  return { mean, variance: of(2), fourth: of(4) }
}

/** Expects mean and variance up to what a sample of this size may be off by. */
function expectMoments(values: Float32Array, mean: number, variance: number) {
  const found = moments(values)
  expect(Math.abs(found.mean - mean)).toBeLessThan(deviations * Math.sqrt(variance / values.length))
  const spread = Math.sqrt((found.fourth - variance ** 2) / values.length)
  expect(Math.abs(found.variance - variance)).toBeLessThan(deviations * spread)
}

const [dense, kernel] = [
  [200, 300],
  [3, 3, 64, 96],
]
/** Of a normal distribution that is cut at two standard deviations: its own standard deviation. */
const cut = 0.87962566103423978

/** Keras's formulas (keras/src/initializers/random_initializers.py): the scale of the variance over a number of units. */
const scaled = [
  { name: 'GlorotUniform', scale: 1, of: (into: number, out: number) => (into + out) / 2, kind: 'uniform' },
  { name: 'GlorotNormal', scale: 1, of: (into: number, out: number) => (into + out) / 2, kind: 'normal' },
  { name: 'HeUniform', scale: 2, of: (into: number) => into, kind: 'uniform' },
  { name: 'HeNormal', scale: 2, of: (into: number) => into, kind: 'normal' },
  { name: 'LecunUniform', scale: 1, of: (into: number) => into, kind: 'uniform' },
  { name: 'LecunNormal', scale: 1, of: (into: number) => into, kind: 'normal' },
]

describe.each([dense, kernel])('a weight whose first axis is %i', (...shape) => {
  // Written out here, not asked of the code under test: a kernel's field counts for every unit.
  const [into, out] = shape.length === 2 ? [200, 300] : [9 * 64, 9 * 96]

  test.each(scaled)(
    '$name has the variance of its scale over its units, and its bounds',
    ({ name, scale, of, kind }) => {
      const variance = scale / of(into as number, out as number)
      const values = draw(name, {}, shape)
      expectMoments(values, 0, variance)
      const limit = kind === 'uniform' ? Math.sqrt(3 * variance) : (2 * Math.sqrt(variance)) / cut
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      expect(largest).toBeLessThanOrEqual(limit * (1 + 1e-6))
      expect(largest).toBeGreaterThan(limit * 0.99)
      // Three fifths of a uniform draw lie within three fifths of its limit; of a cut normal one it is 0.7151 within a deviation.
      const [within, share] = kind === 'uniform' ? [0.6 * limit, 0.6] : [Math.sqrt(variance) / cut, 0.7151]
      const inside = values.filter((value) => Math.abs(value) < within).length / values.length
      expect(Math.abs(inside - share)).toBeLessThan(
        deviations * Math.sqrt((share * (1 - share)) / values.length),
      )
    },
  )

  test.each([
    ['fan_in', into as number],
    ['fan_out', out as number],
    ['fan_avg', ((into as number) + (out as number)) / 2],
  ])('VarianceScaling by %s has its variance in each distribution', (mode, units) => {
    for (const distribution of ['uniform', 'truncated_normal', 'untruncated_normal'])
      expectMoments(draw('VarianceScaling', { scale: 3, mode, distribution }, shape), 0, 3 / units)
  })
})

test('RandomUniform, RandomNormal and TruncatedNormal have the moments that are asked for', () => {
  const uniform = draw('RandomUniform', { minval: -0.2, maxval: 0.6 }, dense)
  expectMoments(uniform, 0.2, 0.8 ** 2 / 12)
  expect(Math.min(...uniform.slice(0, 50_000))).toBeGreaterThanOrEqual(-0.2)
  expect(Math.max(...uniform.slice(0, 50_000))).toBeLessThan(0.6)
  const normal = draw('RandomNormal', { mean: 1, stddev: 0.3 }, dense)
  expectMoments(normal, 1, 0.09)
  // One in 22 normal numbers lies beyond two deviations, and none of a cut distribution does.
  const beyond = (values: Float32Array) => values.filter((value) => Math.abs(value - 1) > 0.6).length
  expect(Math.abs(beyond(normal) / normal.length - 0.0455)).toBeLessThan(0.006)
  const truncated = draw('TruncatedNormal', { mean: 1, stddev: 0.3 }, dense)
  expectMoments(truncated, 1, (0.3 * cut) ** 2)
  expect(beyond(truncated)).toBe(0)
})

test.each([
  [[40, 40], 1],
  [[60, 25], 1.5],
  [[25, 60], 0.5],
  [[3, 3, 4, 20], 2],
])('Orthogonal of %j with a gain of %d has rows or columns at right angles', (shape, gain) => {
  const columns = shape.at(-1) as number
  const rows = shape.slice(0, -1).reduce((all, size) => all * size, 1)
  const matrix = tf.tensor2d(draw('Orthogonal', { gain }, shape), [rows, columns])
  const product = rows < columns ? matrix.matMul(matrix, false, true) : matrix.matMul(matrix, true, false)
  const size = Math.min(rows, columns)
  const off = product
    .sub(tf.eye(size).mul(gain ** 2))
    .abs()
    .max()
    .dataSync()[0] as number
  expect(off).toBeLessThan(1e-5 * gain ** 2 * size)
})

test('what is not drawn is what it says: zeros, ones, a constant, an identity', () => {
  expect([...draw('Zeros', {}, [3])]).toEqual([0, 0, 0])
  expect([...draw('Ones', {}, [3])]).toEqual([1, 1, 1])
  expect([...draw('Constant', { value: 2.5 }, [2])]).toEqual([2.5, 2.5])
  expect([...draw('Identity', { gain: 3 }, [2, 3])]).toEqual([3, 0, 0, 0, 3, 0])
})

test('the same seed draws the same, another seed something unlike it, and a seed of its own comes first', () => {
  for (const name of names.initializers.filter((one) => /Normal|Uniform|Scaling|Orthogonal/.test(one))) {
    const [first, again, other] = [draw(name, {}, dense), draw(name, {}, dense), draw(name, {}, dense, 12)]
    expect(again).toEqual(first)
    const { variance } = moments(first)
    const together = first.reduce((sum, value, at) => sum + value * (other[at] as number), 0) / first.length
    expect(Math.abs(together / variance)).toBeLessThan(deviations / Math.sqrt(first.length))
    expect(draw(name, { seed: 5 }, dense, 1)).toEqual(draw(name, { seed: 5 }, dense, 2))
  }
})

test('units are counted as Keras counts them, or along the axes that are named', () => {
  expect(fans([])).toEqual([1, 1])
  expect(fans([7])).toEqual([7, 7])
  expect(fans([7, 5])).toEqual([7, 5])
  expect(fans([3, 2, 7, 5])).toEqual([42, 30])
  expect(fans([4, 6, 8], [0, 1], [2])).toEqual([24, 8])
})

test('every initializer, regularizer and constraint of Keras is known by name', () => {
  // Only a spectrogram layer, which does not learn, has this one.
  const left = ['STFT']
  for (const name of names.initializers.filter((one) => !left.includes(one)))
    expect(() => initializer('kernel', { class_name: name, config: {} })).not.toThrow()
  for (const name of names.regularizers) expect(regularizer(tf, 'kernel', name)).toBeTypeOf('function')
  for (const name of names.constraints) expect(constraint('kernel', name)).toBeTypeOf('function')
})
