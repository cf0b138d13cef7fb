import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { Augmentation } from '../../../contract/data/augmentation.ts'
import { Recipe } from '../../../contract/data/preprocessing.ts'
import { defaultSettings } from '../../../contract/training/training.ts'
import { realService } from '../real-service.ts'

const photos = join(import.meta.dirname, '../../../../shared/data/images/flowers/tulip')
const lathe = realService('file')

/** A folder of one class with so many of the tulips. */
function tulips(count: number): string {
  const folder = join(lathe.home, 'few')
  mkdirSync(join(folder, 'tulip'), { recursive: true })
  for (const name of readdirSync(photos).sort().slice(0, count))
    cpSync(join(photos, name), join(folder, 'tulip', name))
  return folder
}

test('an autoencoder learns a folder of one class, is measured again alike, and shows what it makes of pictures', async () => {
  const { handlers } = lathe
  const paths = [tulips(40)]
  const { id: dataset } = await handlers['dataset.import']({ paths, task: 'i', options: {}, reuse: false })
  const recipe = Recipe.parse({ picture: { size: { height: 18, width: 21 } } })
  await handlers['dataset.prepare']({ id: dataset, recipe })
  const model = await handlers['model.read']({ source: 'cnn-image-autoencoder', dataset })
  const augmentation = Augmentation.parse({ horizontal_flip: true })
  const settings = { ...defaultSettings, epochs: 3, seed: 1, learningRate: 0.01, augmentation }
  const plan = await handlers['run.plan']({ dataset, model, settings, weights: null })
  expect(plan.metrics).toContain('val_mae')
  const id = await handlers['run.start']({ dataset, model, settings, weights: null })
  const run = await lathe.ended(id)
  expect(run.failure).toBeNull()
  expect(run).toMatchObject({ status: 'finished', task: 'reconstruction' })
  expect(run.resolved).toMatchObject({ compiled: true, loss: 'mean_squared_error', validationItems: 8 })
  const [first, last] = [run.epochs[0], run.epochs.at(-1)].map((epoch) => epoch?.metrics.val_loss as number)
  expect(last).toBeLessThan(first as number)
  expect(run.evaluation).toMatchObject({ confusion: null, labels: null, items: 8 })
  const again = await handlers['run.evaluate']({ id, task: 'e' })
  expect(again.metrics.loss).toBeCloseTo(run.evaluation?.metrics.loss as number, 5)

  const { items, shown } = await handlers['run.reconstruct']({ id, count: 5, task: 'r' })
  expect(items).toBe(8)
  const errors = shown.map(({ error }) => error)
  expect(errors).toEqual([...errors].sort((a, b) => b - a))
  for (const { given, made, item, error } of shown) {
    expect(item).toMatch(/tulip.*jpg$/)
    const [before, after] = await Promise.all([given, made].map(pixelsOf))
    // The pictures that are shown are as far apart as is said, but for the rounding to bytes.
    const off = [...(before as Buffer)].map((byte, at) => ((byte - (after?.[at] as number)) / 255) ** 2)
    expect(off.reduce((sum, one) => sum + one, 0) / off.length).toBeCloseTo(error, 3)
  }

  const predictions = await handlers['run.predict']({ id, paths: [photos], task: 'p' })
  expect(predictions).toHaveLength(100)
  const one = predictions.find(
    ({ item }) => item === shown[0]?.item.replace(join(lathe.home, 'few', 'tulip'), photos),
  )
  expect(one?.prediction).toBeCloseTo(shown[0]?.error as number, 5)
  const own = await handlers['run.reconstruct']({ id, paths: [photos], count: 2, task: 'o' })
  expect(own.shown.map(({ item }) => item)).toEqual(predictions.slice(0, 2).map(({ item }) => item))
}, 120_000)

test('pictures that are whitened are so in validation, when the run is measured again, and at prediction', async () => {
  const { handlers } = lathe
  const paths = [tulips(40)]
  const { id: dataset } = await handlers['dataset.import']({ paths, task: 'w', options: {}, reuse: false })
  const picture = { size: { height: 18, width: 21 }, normalise: 'zca', zcaEpsilon: 0.1 }
  await handlers['dataset.prepare']({ id: dataset, recipe: Recipe.parse({ picture }) })
  const model = await handlers['model.read']({ source: 'cnn-image-autoencoder', dataset })
  const augmentation = Augmentation.parse({ horizontal_flip: true })
  const settings = { ...defaultSettings, epochs: 2, seed: 1, augmentation }
  const id = await handlers['run.start']({ dataset, model, settings, weights: null })
  const run = await lathe.ended(id)
  expect(run.failure).toBeNull()
  expect(run.resolved).toMatchObject({ compiled: true })
  const kept = readFileSync(join(run.folder, 'whitening.safetensors'))
  const before = run.evaluation?.metrics.loss as number
  // Whitened values have a variance of about 1, which an untrained model leaves.
  expect(before).toBeGreaterThan(0.1)
  const again = await handlers['run.evaluate']({ id, task: 'e' })
  expect(again.metrics.loss).toBeCloseTo(before, 4)
  const { items, shown } = await handlers['run.reconstruct']({ id, count: 50, task: 'r' })
  expect(items).toBe(8)
  expect(shown.reduce((sum, { error }) => sum + error / 8, 0)).toBeCloseTo(before, 4)

  // More epochs read with what was learnt before.
  await handlers['run.resume']({ id, epochs: 3 })
  expect((await lathe.ended(id)).epochs).toHaveLength(3)
  expect(readFileSync(join(run.folder, 'whitening.safetensors')).equals(kept)).toBe(true)
}, 120_000)

async function pixelsOf(url: string): Promise<Buffer> {
  const { data, info } = await sharp(Buffer.from(url.split(',')[1] ?? '', 'base64'))
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect([info.height, info.width, info.channels]).toEqual([18, 21, 3])
  return data
}
