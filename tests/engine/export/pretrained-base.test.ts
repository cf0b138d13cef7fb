import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { LayersModel, Tensor } from '@tensorflow/tfjs-node-gpu'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { buildTemplate } from '../../../contract/templates/templates.ts'
import { loadGivenWeights } from '../../../engine/export/given-weights.ts'
import { buildModel } from '../../../engine/layers/build-model.ts'
import { buildContext } from '../../../engine/layers/settings/settings.ts'
import { registerNativeGradients } from '../../../engine/runtime/gradients.ts'
import { loadTensorFlow } from '../../../engine/runtime/load-tensorflow.ts'

const tf = loadTensorFlow()
registerNativeGradients(tf)
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const weights = path('../../../resources/bases/efficientnet-lite0.safetensors')

/** What tests/reference/make_base.py had the original network in PyTorch compute: 1280 numbers a picture. */
interface Case {
  photo?: string
  height?: number
  width?: number
  features: number[]
}
const { cases } = JSON.parse(readFileSync(path('../../reference/bases/efficientnet-lite0.json'), 'utf8')) as {
  cases: Case[]
}

/** The template's base for pictures of a size, ending in what its last layer would take. */
async function baseFor(height: number, width: number): Promise<LayersModel> {
  const picture = { size: { height, width }, channels: 3 }
  const facts = { imageShape: null, features: 0, classes: 2, task: 'classification' as const, picture }
  const { keras } = buildTemplate('pretrained-photo-classifier', facts)
  const end = keras.config.layers.findIndex(({ name }) => name === 'avg_pool')
  const layers = keras.config.layers.slice(0, end + 1)
  const config = { ...keras.config, layers, output_layers: [['avg_pool', 0, 0]] as [[string, 0, 0]] }
  const model = buildModel(buildContext(tf, 7), { ...keras, config })
  const { taken, drawn } = await loadGivenWeights(tf, model, weights)
  expect([taken.length, drawn]).toEqual([49, []])
  return model
}

function features(model: LayersModel, pixels: Uint8Array, height: number, width: number): Float32Array {
  return tf.tidy(
    () =>
      (
        model.predict(tf.tensor(Float32Array.from(pixels), [1, height, width, 3])) as Tensor
      ).dataSync() as never,
  )
}

const length = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0))
/** How far apart two lists of numbers are, as a share of how long they are. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  length(Array.from(a, (value, at) => value - (b[at] as number))) / length(b)

test('the base gives for a picture what the original network gives, but for what float16 leaves out', async () => {
  const { height = 0, width = 0, features: expected } = cases.find((one) => one.height) as Case
  const pixels = new Uint8Array(height * width * 3)
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) pixels[at++] = (y * 7 + x * 3 + c * 29 + Math.floor((y * x) / 16)) % 256
  const found = features(await baseFor(height, width), pixels, height, width)
  expect(found).toHaveLength(1280)
  expect(apart(found, expected)).toBeLessThan(0.005)
})

test('the base gives for photos of an ant and a bee what the original network gives', async () => {
  const model = await baseFor(224, 224)
  for (const { photo, features: expected } of cases.filter((one) => one.photo)) {
    const file = path(`../../../../shared/data/${photo}`)
    expect(existsSync(file)).toBe(true)
    // Another decoder and another resizing than Pillow's: the same picture to the eye, not to the byte.
    const pixels = await sharp(file)
      .resize(224, 224, { fit: 'fill', kernel: 'linear' })
      .removeAlpha()
      .raw()
      .toBuffer()
    expect(apart(features(model, pixels, 224, 224), expected)).toBeLessThan(0.06)
  }
})
