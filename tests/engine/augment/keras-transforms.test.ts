import { readFileSync } from 'node:fs'
import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { expect, test } from 'vitest'
import type { Augmentation } from '../../../contract/data/augmentation.ts'
import { transformPictures } from '../../../engine/augment/augment-batch.ts'
import type { Transforms } from '../../../engine/augment/draw-transforms.ts'
import { standardisePictures } from '../../../engine/data/standardise-pictures.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'
import { valuesOf } from '../../reference/read-golden.ts'

const tf = loadTensorFlow()

/** What tests/reference/make_augment_golden.py wrote down from Keras. */
interface Golden {
  cval: number
  pictures: { shape: [number, number, number]; base64: string }[]
  cases: {
    name: string
    picture: number
    fill_mode: Augmentation['fill_mode']
    parameters: Record<string, number>
    after: string
  }[]
  samplewise: { picture: number; way: 'centre' | 'standardise'; after: string }[]
}
const golden = JSON.parse(
  readFileSync(new URL('../../reference/data/augment.json', import.meta.url), 'utf8'),
) as Golden

/** The pictures come as a model's inputs do: bytes divided by 255. */
const unit = 1 / 255

test.each(golden.cases)('Keras makes the same of a picture: $name', (one) => {
  const { shape, base64 } = golden.pictures[one.picture] as Golden['pictures'][number]
  const wanted = valuesOf({ shape, base64: one.after })
  const drawn = Object.fromEntries(
    Object.entries(one.parameters).map(([name, value]): [string, Tensor] => [name, tf.tensor1d([value])]),
  ) as Transforms
  const bytes = Buffer.from(base64, 'base64')
  const found = tf.tidy(() => {
    const pictures = tf.tensor(Float32Array.from(bytes), [1, ...shape]).mul(unit)
    const settings = { fill_mode: one.fill_mode, cval: golden.cval }
    return transformPictures({ tf }, pictures, drawn, settings, unit).div(unit).dataSync()
  })
  const apart = wanted.map((value, index) => Math.abs(value - (found[index] as number)))
  // Numbers of 24 bits where Keras has 53: bilinear interpolation is off by less than a hundredth of a step of 255. A value that
  // is cut down to a whole number may fall to either side.
  const whole = 'brightness' in one.parameters
  expect(apart.filter((distance) => distance > (whole ? 1.01 : 0.02))).toHaveLength(0)
  expect(apart.filter((distance) => distance > 0.02).length / apart.length).toBeLessThanOrEqual(
    whole ? 0.02 : 0,
  )
})

test.each(golden.samplewise)(
  'Keras standardises a picture by itself to the same: $picture, $way',
  ({ picture, way, after }) => {
    const { shape, base64 } = golden.pictures[picture] as Golden['pictures'][number]
    const wanted = valuesOf({ shape, base64: after })
    const packed = { name: 'x', file: '', dtype: 'uint8' as const, shape, scale: unit, samplewise: way }
    const given = tf.tensor(Float32Array.from(Buffer.from(base64, 'base64')), [1, ...shape]).mul(unit)
    const found = standardisePictures(tf, [given], [packed])[0]?.dataSync() as Float32Array
    expect(
      Math.max(...wanted.map((value, index) => Math.abs(value - (found[index] as number)))),
    ).toBeLessThan(1e-5)
  },
)
