import { readFileSync } from 'node:fs'
import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { expect, test } from 'vitest'
import type { PackedTensor } from '../../../../contract/data/packed.ts'
import { type PictureNormalise, PictureRecipe } from '../../../../contract/data/preprocessing.ts'
import { standardisePictures } from '../../../../engine/data/standardise-pictures.ts'
import { whiteningMatrix } from '../../../../engine/data/whitening.ts'
import { loadTensorFlow } from '../../../../engine/runtime/load-tensorflow.ts'
import { noTexts, type Source } from '../../../../service/datasets/packed/source.ts'
import { fitPictures } from '../../../../service/datasets/pictures/fit-pictures.ts'
import { valuesOf } from '../../../reference/read-golden.ts'

const tf = loadTensorFlow()

/** What tests/reference/make_augment_golden.py wrote down from Keras. */
const { featurewise: golden } = JSON.parse(
  readFileSync(new URL('../../../reference/data/augment.json', import.meta.url), 'utf8'),
) as {
  featurewise: {
    shape: [number, number, number, number]
    base64: string
    after: Record<'channels-centre' | 'channels' | 'zca' | 'zca 0.1', string>
  }
}
const [count, ...shape] = golden.shape
const size = shape.reduce((product, side) => product * side, 1)
const bytes = Buffer.from(golden.base64, 'base64')
const pictures: Source = {
  part: 'train',
  items: [],
  count,
  labels: [],
  texts: noTexts,
  draw: async (item) => bytes.subarray(item * size, (item + 1) * size),
  write: async () => {},
}
const fitted = (
  normalise: PictureNormalise,
  zcaEpsilon = 1e-6,
  source = pictures,
  held = new Uint8Array(count),
) => {
  const picture = PictureRecipe.parse({ normalise, zcaEpsilon })
  const preprocessing = { columns: {}, target: null, labels: null, text: null, picture }
  return fitPictures(shape, { imageShape: shape, preprocessing }, source, held)
}

// Keras learns all this in float32; values of zca reach 20 where its epsilon is small.
test.each([
  ['channels-centre', 'channels-centre', 1e-6, 1e-5],
  ['channels', 'channels', 1e-6, 1e-4],
  ['zca', 'zca', 1e-6, 2e-3],
  ['zca', 'zca 0.1', 0.1, 2e-4],
] as const)('pictures become by %s what Keras makes of them: %s', async (normalise, name, epsilon, apart) => {
  const input = await fitted(normalise, epsilon)
  const wanted = valuesOf({ shape: [10, ...shape], base64: golden.after[name] })
  const given = tf.tensor(Float32Array.from(bytes), golden.shape).mul(input.scale)
  const { scale, offset } = input.normalised ?? { scale: [], offset: [] }
  const normalised = given.mul(tf.tensor1d(scale)).add(tf.tensor1d(offset)) as Tensor
  const packed: PackedTensor = { name: 'x', file: '', dtype: 'uint8', ...input }
  const learnt = (epsilon: number) => ({
    size,
    values: whiteningMatrix(tf, normalised.reshape([count, size]), epsilon),
  })
  const matrix = input.whitening && learnt(input.whitening.epsilon)
  const found = standardisePictures(tf, [normalised.slice(0, 10)], [packed], matrix)[0]?.dataSync() ?? []
  const most = Math.max(...wanted.map((value, at) => Math.abs(value - (found[at] as number))))
  expect(most).toBeLessThan(apart)
})

test('means are those of what is trained on alone', async () => {
  const held = Uint8Array.from({ length: count }, (_, row) => Number(row >= 40))
  const some = await fitted('channels-centre', 1e-6, pictures, held)
  const alone = await fitted('channels-centre', 1e-6, { ...pictures, count: 40 }, new Uint8Array(40))
  expect(some.normalised).toEqual(alone.normalised)
  expect(some.normalised).not.toEqual((await fitted('channels-centre')).normalised)
})

test('pictures whose matrix would be too large are refused with its size', async () => {
  const large = { imageShape: [64, 64, 3], preprocessing: null }
  const picture = PictureRecipe.parse({ normalise: 'zca' })
  const recipe = { columns: {}, target: null, labels: null, text: null, picture }
  const asked = fitPictures([64, 64, 3], { ...large, preprocessing: recipe }, pictures, new Uint8Array(count))
  await expect(asked).rejects.toMatchObject({
    code: 'prepare.whitening-size',
    values: { values: 12_288, megabytes: 604, most: 3072 },
  })
})
