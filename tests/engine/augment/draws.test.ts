import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { expect, test } from 'vitest'
import { Augmentation } from '../../../contract/data/augmentation.ts'
import type { PackedTensor } from '../../../contract/data/packed.ts'
import { augmentation } from '../../../engine/augment/augment-batch.ts'
import { drawFrom } from '../../../engine/augment/draw.ts'
import { drawTransforms } from '../../../engine/augment/draw-transforms.ts'
import { mixPictures } from '../../../engine/augment/mix.ts'
import { buildContext } from '../../../engine/layers/settings/settings.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'
import { randomFrom } from '../../../engine/runtime/random.ts'

const tf = loadTensorFlow()
const items = 2000
const settings = (given: Partial<Augmentation>) => Augmentation.parse(given)

/** The transforms of 2,000 pictures of 40 rows and 60 columns, as plain numbers. */
function drawn(given: Partial<Augmentation>, seed = 4) {
  const context = buildContext(tf, seed)
  const transforms = drawTransforms(tf, drawFrom(context), settings(given), items, [40, 60])
  return Object.fromEntries(
    Object.entries(transforms).flatMap(([name, value]) =>
      'x' in value ? [] : [[name, Array.from((value as Tensor).dataSync())]],
    ),
  ) as Record<string, number[]>
}

const mean = (values: number[] = []) => values.reduce((sum, value) => sum + value, 0) / values.length
const spread = (values: number[] = []) => [Math.min(...values), Math.max(...values)] as const

test('nothing is drawn for what is left at its default', () => {
  expect(drawn({})).toEqual({})
})

test('angles, zooms, brightness and channel shifts fill their ranges evenly', () => {
  const found = drawn({
    rotation_range: 40,
    shear_range: 0.2,
    zoom_range: 0.2,
    brightness_range: [0.5, 1.5],
    channel_shift_range: 20,
  })
  for (const [name, low, high] of [
    ['theta', -40, 40],
    ['shear', -0.2, 0.2],
    ['zx', 0.8, 1.2],
    ['zy', 0.8, 1.2],
    ['brightness', 0.5, 1.5],
    ['channel_shift_intensity', -20, 20],
  ] as const) {
    const [least, most] = spread(found[name])
    const width = high - low
    expect(least, name).toBeGreaterThanOrEqual(low - 1e-5)
    expect(least, name).toBeLessThan(low + width * 0.01)
    expect(most, name).toBeLessThanOrEqual(high + 1e-5)
    expect(most, name).toBeGreaterThan(high - width * 0.01)
    expect(mean(found[name]), name).toBeCloseTo(low + width / 2, width > 10 ? -0.5 : 1)
  }
  expect(found.zx).not.toEqual(found.zy)
})

test('shifts are shares of the side they go along, pixels, or one of a list, as in Keras', () => {
  const shares = drawn({ width_shift_range: 0.25, height_shift_range: 0.25 })
  expect(spread(shares.tx)[1]).toBeCloseTo(15, 0)
  expect(spread(shares.ty)[1]).toBeCloseTo(10, 0)
  const pixels = drawn({ width_shift_range: 3 })
  expect([...new Set(pixels.tx?.map(Math.abs))].sort()).toEqual([0, 1, 2])
  const uneven = drawn({ width_shift_range: 2.5 })
  expect(spread(uneven.tx)[1]).toBeCloseTo(2.5, 1)
  const list = drawn({ height_shift_range: [-7, 0, 4] })
  expect([...new Set(list.ty?.map(Math.abs))].sort()).toEqual([0, 4, 7])
  const small = drawn({ height_shift_range: [0.25, 0.5] })
  expect([...new Set(small.ty)].sort((a, b) => a - b)).toEqual([-20, -10, 10, 20])
})

test('half of the pictures are flipped', () => {
  const { flip_horizontal, flip_vertical } = drawn({ horizontal_flip: true, vertical_flip: true })
  expect(new Set(flip_horizontal)).toEqual(new Set([0, 1]))
  expect(mean(flip_horizontal)).toBeCloseTo(0.5, 1)
  expect(mean(flip_vertical)).toBeCloseTo(0.5, 1)
  expect(flip_horizontal).not.toEqual(flip_vertical)
})

test('the same seed and step draw the same, another seed or step draws otherwise', () => {
  const wanted = { rotation_range: 30 }
  expect(drawn(wanted)).toEqual(drawn(wanted))
  expect(drawn(wanted, 5)).not.toEqual(drawn(wanted))
  const context = buildContext(tf, 4)
  context.clock.assign(tf.scalar(1, 'int32'))
  const later = drawTransforms(tf, drawFrom(context), settings(wanted), items, [40, 60])
  expect(Array.from((later.theta as Tensor).dataSync())).not.toEqual(drawn(wanted).theta)
})

const size = [12, 10, 3]
const random = randomFrom(9)
const bytes = Float32Array.from({ length: 8 * 360 }, () => Math.round(random() * 255))
const pictures = () => tf.tensor(bytes, [8, ...size]).div(255)
const packed: PackedTensor = { name: 'x', file: 'x.bin', dtype: 'uint8', shape: size, scale: 1 / 255 }
const varied = (given: Partial<Augmentation>, of = packed) =>
  augmentation(buildContext(tf, 2), settings(given), [of])?.([pictures().reshape([8, ...of.shape])])

test('every setting changes pictures and keeps them within their range', () => {
  const before = pictures().dataSync()
  for (const given of [
    { crop_padding: 3 },
    { cutout: 0.4 },
    { jitter_brightness: 0.5 },
    { jitter_contrast: 0.5 },
    { jitter_saturation: 0.5 },
    { jitter_hue: 0.3 },
    { gaussian_noise: 0.1 },
    { mixup: 0.4 },
    { cutmix: 1 },
  ] satisfies Partial<Augmentation>[]) {
    const after = Array.from(varied(given)?.inputs[0]?.dataSync() ?? [])
    expect(after, JSON.stringify(given)).toHaveLength(before.length)
    expect(
      after.filter((value, index) => Math.abs(value - (before[index] as number)) > 0.01).length,
    ).toBeGreaterThan(0)
    const [low, high] = spread(after)
    expect(low, JSON.stringify(given)).toBeGreaterThanOrEqual(-1e-5)
    expect(high, JSON.stringify(given)).toBeLessThanOrEqual(1 + 1e-5)
  }
})

test('a picture that a model reads as one long row is varied as the picture it is', () => {
  const wanted = { rotation_range: 30, horizontal_flip: true }
  const flat = varied(wanted, { ...packed, shape: [360], picture: size })
  expect(flat?.inputs[0]?.shape).toEqual([8, 360])
  expect(flat?.inputs[0]?.dataSync()).toEqual(varied(wanted)?.inputs[0]?.dataSync())
})

test('a normalised picture is varied as the picture it was, and normalised again', () => {
  const wanted = augmentation(
    buildContext(tf, 2),
    settings({ channel_shift_range: 90, cutout: 0.3, cval: 200 }),
    [packed],
  )
  const normalised = { scale: [2, 4, 5], offset: [-1, 0.5, 0] }
  const given = augmentation(
    buildContext(tf, 2),
    settings({ channel_shift_range: 90, cutout: 0.3, cval: 200 }),
    [{ ...packed, normalised }],
  )
  const by = (x: Tensor) => x.mul(tf.tensor1d(normalised.scale)).add(tf.tensor1d(normalised.offset))
  const plain = by(wanted?.([pictures()]).inputs[0] as Tensor).dataSync()
  const found = given?.([by(pictures())]).inputs[0]?.dataSync() as Float32Array
  expect(Math.max(...found.map((value, index) => Math.abs(value - (plain[index] as number))))).toBeLessThan(
    1e-4,
  )
})

test('a table is left alone, and so is everything without a setting', () => {
  const table: PackedTensor = { ...packed, dtype: 'float32', shape: [4] }
  expect(
    augmentation(buildContext(tf, 2), settings({ rotation_range: 30, word_drop: 0.5 }), [table]),
  ).toBeNull()
  expect(augmentation(buildContext(tf, 2), settings({ fill_mode: 'wrap' }), [packed])).toBeNull()
})

test('mixup and cutmix take as much of a partner as they say', () => {
  const before = Array.from({ length: 8 }, (_, item) => bytes.subarray(item * 360, item * 360 + 360))
  for (const given of [{ mixup: 0.8 }, { cutmix: 1 }]) {
    const found = mixPictures(tf, drawFrom(buildContext(tf, 3)), settings(given), pictures())
    const after = found?.pictures.mul(255).dataSync() as Float32Array
    const partners = found?.mixed.partners.dataSync() as Int32Array
    const own = found?.mixed.own.dataSync() as Float32Array
    expect([...partners].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    for (const [item, share] of own.entries()) {
      const mine = before[item] as Float32Array
      const theirs = before[partners[item] as number] as Float32Array
      const now = after.subarray(item * 360, item * 360 + 360)
      if ('mixup' in given) {
        expect(share).toBeGreaterThanOrEqual(0.5)
        for (const [at, value] of now.entries())
          expect(value).toBeCloseTo(share * (mine[at] as number) + (1 - share) * (theirs[at] as number), 2)
      } else if (partners[item] !== item) {
        const kept = now.filter((value, at) => Math.abs(value - (mine[at] as number)) < 0.01).length
        const taken = now.filter((value, at) => Math.abs(value - (theirs[at] as number)) < 0.01).length
        // A value that both have counts for both.
        expect(Math.abs(kept / 360 - share)).toBeLessThan(0.03)
        expect(kept + taken).toBeGreaterThanOrEqual(360)
      }
    }
  }
})

/** Pictures of one colour, varied. */
function variedColour(given: Partial<Augmentation>, colour: number[], many = 400): Float32Array[] {
  const [rows, columns] = [20, 30]
  const shape = [rows, columns, 3]
  const wide: PackedTensor = { name: 'x', file: '', dtype: 'uint8', shape, scale: 1 / 255 }
  const augment = augmentation(buildContext(tf, 4), settings(given), [wide])
  const plain = tf
    .tensor1d(colour)
    .div(255)
    .mul(tf.ones([many, rows, columns, 3]))
  const values = augment?.([plain]).inputs[0]?.dataSync() as Float32Array
  const size = rows * columns * 3
  return Array.from({ length: many }, (_, at) => values.subarray(at * size, (at + 1) * size))
}

test('random erasing turns a rectangle of some pictures into noise, of 2 to 33 % and within the picture', () => {
  const found = variedColour({ random_erasing: 0.5 }, [255, 255, 255])
  // White is hardly ever drawn.
  const areas = found.map(
    (values) => values.filter((value, at) => at % 3 === 0 && value < 0.9999).length / 600,
  )
  const erased = areas.filter((area) => area > 0)
  expect(erased.length / found.length).toBeGreaterThan(0.42)
  expect(erased.length / found.length).toBeLessThan(0.58)
  // Whole pixels make a box a little larger or smaller than it was drawn.
  expect(Math.min(...erased)).toBeGreaterThan(0.01)
  expect(Math.max(...erased)).toBeLessThan(0.38)
  expect(mean(erased)).toBeGreaterThan(0.13)
  expect(mean(erased)).toBeLessThan(0.21)
  for (const values of found) expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
})

test('some pictures lose their colours, and some become their negative', () => {
  const colour = [200, 100, 50]
  const luma = (0.2989 * 200 + 0.587 * 100 + 0.114 * 50) / 255
  const grey = variedColour({ random_grayscale: 0.3 }, colour)
  const lost = grey.filter(([red, green]) => Math.abs((red ?? 0) - (green ?? 0)) < 1e-6)
  expect(lost.length / grey.length).toBeGreaterThan(0.22)
  expect(lost.length / grey.length).toBeLessThan(0.38)
  for (const [red = 0] of lost) expect(red).toBeCloseTo(luma, 4)
  const turned = variedColour({ random_invert: 0.3 }, colour)
  const negative = turned.filter(([red = 0]) => Math.abs(red - 55 / 255) < 1e-4)
  const same = turned.filter(([red = 0]) => Math.abs(red - 200 / 255) < 1e-4)
  expect(negative.length + same.length).toBe(turned.length)
  expect(negative.length / turned.length).toBeGreaterThan(0.22)
  expect(negative.length / turned.length).toBeLessThan(0.38)
})
