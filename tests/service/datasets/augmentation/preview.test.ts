import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Augmentation, noAugmentation } from '../../../../contract/data/augmentation.ts'
import type { Dataset } from '../../../../contract/data/dataset.ts'
import { Recipe } from '../../../../contract/data/preprocessing.ts'
import { defaultSettings } from '../../../../contract/training/training.ts'
import { type Service, startService } from '../../../../service/start-service.ts'
import { shared } from '../open-home.ts'

let home: string
let service: Service
let pictures: Dataset

const imported = (path: string) =>
  service.handlers['dataset.import']({
    paths: [path],
    task: path,
    options: {},
    reuse: false,
  }) as Promise<Dataset>

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'lathe-test-'))
  service = await startService({ home, holder: 'test', spare: false })
  pictures = await imported(shared('images/hymenoptera'))
}, 60_000)

afterAll(async () => {
  await service.stop()
  rmSync(home, { recursive: true, force: true })
})

const preview = (id: string, given: Partial<Augmentation>, seed = 5) =>
  service.handlers['dataset.previewAugmentation']({
    id,
    augmentation: Augmentation.parse(given),
    seed,
    items: 4,
    variants: 3,
  })

const pixels = (url: string) =>
  sharp(Buffer.from(url.split(',')[1] as string, 'base64'))
    .raw()
    .toBuffer()

test('the same seed shows the same pictures, another seed others, and no setting the pictures themselves', async () => {
  const wanted = { rotation_range: 40, zoom_range: 0.2, mixup: 0.2 }
  const first = await preview(pictures.id, wanted)
  expect(first.items).toHaveLength(4)
  expect(first.items.map(({ label }) => label)).toEqual(['ants', 'ants', 'bees', 'bees'])
  expect(new Set(first.items.flatMap(({ variants }) => variants)).size).toBe(12)
  expect((await preview(pictures.id, wanted)).items).toEqual(first.items)
  expect((await preview(pictures.id, wanted, 6)).items).not.toEqual(first.items)
  const plain = await preview(pictures.id, {})
  for (const { original, variants } of plain.items)
    expect((await pixels(variants[0] as string)).equals(await pixels(original))).toBe(true)
}, 60_000)

test('several questions at once are all answered, each with its own', async () => {
  const flipped = [0, 1, 2].map((seed) => preview(pictures.id, { horizontal_flip: true }, seed))
  const answers = await Promise.all(flipped)
  expect(answers.map(({ items }) => items.length)).toEqual([4, 4, 4])
  expect(answers[2]?.items).toEqual((await preview(pictures.id, { horizontal_flip: true }, 2)).items)
}, 60_000)

test('what a data set keeps makes a version, leaves what is packed good, and goes with each run from then on', async () => {
  const { handlers } = service
  const augmentation = Augmentation.parse({ rotation_range: 20, fill_mode: 'wrap' })
  const kept = (await handlers['dataset.augment']({ id: pictures.id, augmentation })) as Dataset
  expect(kept).toMatchObject({ version: pictures.version + 1, digest: pictures.digest, augmentation })
  const model = await handlers['model.read']({ source: 'cnn-image-classifier', dataset: kept.id })
  const start = async (own: Augmentation | null) => {
    const settings = { ...defaultSettings, augmentation: own }
    const id = await handlers['run.start']({ dataset: kept.id, model, settings, weights: null })
    const run = await handlers['run.get']({ id })
    await handlers['run.stop']({ id, keep: false })
    return run.settings.augmentation
  }
  expect(await start(null)).toEqual(augmentation)
  expect(await start(noAugmentation)).toEqual(noAugmentation)
  const none = (await handlers['dataset.augment']({ id: kept.id, augmentation: noAugmentation })) as Dataset
  expect(none.augmentation).toBeNull()
  const versions = await handlers['dataset.versions']({ id: kept.id })
  expect(versions.map(({ change }) => change.code)).toEqual(['augmentation', 'augmentation', 'imported'])
}, 60_000)

test('texts are shown with the same words fewer, or in another order', async () => {
  const reviews = await imported(shared('text/movie_reviews.csv'))
  const { items } = await preview(reviews.id, { word_drop: 0.3 })
  expect(items).toHaveLength(4)
  for (const { original, variants } of items) {
    const words = original.split(' ')
    const left = (variants[0] as string).split(' ')
    expect(left.length).toBeLessThan(words.length)
    let at = -1
    for (const word of left) {
      at = words.indexOf(word, at + 1)
      expect(at).toBeGreaterThanOrEqual(0)
    }
  }
}, 60_000)

test('pictures are shown resized, cropped and coloured as the recipe has it', async () => {
  const shownWith = async (picture: object) => {
    await service.handlers['dataset.prepare']({ id: pictures.id, recipe: Recipe.parse({ picture }) })
    const { items } = await preview(pictures.id, {})
    expect(items).toHaveLength(4)
    // Read back, a grey picture has three channels that are alike.
    const all = await Promise.all(items.map(({ original }) => pixels(original)))
    for (const bytes of all) expect(bytes.every((byte, at) => byte === bytes[at - (at % 3)])).toBe(true)
    return all.map((bytes) => bytes.filter((_, at) => at % 3 === 0))
  }
  const size = { height: 40, width: 60 }
  const whole = await shownWith({ size, colour: 'grey' })
  for (const bytes of whole) expect(bytes).toHaveLength(40 * 60)
  const middle = await shownWith({ size, colour: 'grey', cropFrom: { height: 80, width: 120 } })
  for (const [at, bytes] of middle.entries()) {
    expect(bytes).toHaveLength(40 * 60)
    // The middle, twice as large: its even pixels are about those of the middle of the whole.
    const off: number[] = []
    for (let y = 10; y < 30; y++)
      for (let x = 15; x < 45; x++)
        off.push(Math.abs((whole[at]?.[y * 60 + x] ?? 0) - (bytes[(y - 10) * 2 * 60 + (x - 15) * 2] ?? 0)))
    expect(off.reduce((sum, one) => sum + one, 0) / off.length).toBeLessThan(16)
    expect(bytes).not.toEqual(whole[at])
  }
}, 60_000)
