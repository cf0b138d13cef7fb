import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { Recipe } from '../../../contract/data/preprocessing.ts'
import type { ModelDocument } from '../../../contract/model/model.ts'
import type { Run } from '../../../contract/training/run.ts'
import { defaultSettings } from '../../../contract/training/training.ts'
import { shared } from '../datasets/open-home.ts'
import { realService } from '../real-service.ts'

const photos = shared('images/hymenoptera')
const lathe = realService('file')
let dataset: string
beforeAll(async () => {
  const { handlers } = lathe
  const made = await handlers['dataset.import']({
    paths: [photos],
    task: 'import',
    options: {},
    reuse: false,
  })
  dataset = made.id
  // Small, so that it is quick; and scaled otherwise than the base was trained with.
  const recipe = Recipe.parse({ picture: { normalise: 'torch', size: { height: 128, width: 128 } } })
  await handlers['dataset.prepare']({ id: dataset, recipe })
})

const template = (source: string) => lathe.handlers['model.read']({ source, dataset })

const train = async (model: ModelDocument, epochs: number, weights: string | null = null) => {
  const settings = { ...defaultSettings, epochs, seed: 1, learningRate: 0.003 }
  return lathe.ended(await lathe.handlers['run.start']({ dataset, model, settings, weights }))
}

test('82 photos on the pretrained base: learnt in a few epochs, resumed exactly, predicted, and begun from by another run', async () => {
  const { handlers } = lathe
  const model = await template('pretrained-photo-classifier')
  const run = await train(model, 6)
  expect(run.failure).toBeNull()
  expect(run.resolved?.compiled).toBe(true)
  expect(run.evaluation?.metrics.accuracy).toBeGreaterThan(0.75)
  // The base brings its own scaling, whatever the data set's recipe says.
  const pipeline = JSON.parse(readFileSync(join(run.folder, 'pipeline.json'), 'utf8'))
  expect(pipeline.input).toMatchObject({ scale: 1, normalised: null, height: 128 })
  const log = readFileSync(join(run.folder, 'log.txt'), 'utf8')
  expect(log).toContain('efficientnet-lite0.safetensors: 49; drawn at random: output.')

  const short = await train(model, 3)
  await handlers['run.resume']({ id: short.id, epochs: 6 })
  const resumed = await lathe.ended(short.id)
  const losses = (of: Run) => of.epochs.map(({ metrics }) => metrics)
  expect(losses(resumed)).toEqual(losses(run))

  const ants = await handlers['run.predict']({ id: run.id, paths: [join(photos, 'val', 'ants')], task: 'p' })
  const right = ants.filter(({ prediction }) => prediction === 'ants').length
  expect(right / ants.length).toBeGreaterThan(0.6)

  const next = await train(model, 1, run.name)
  expect(next.epochs[0]?.metrics.loss).toBeLessThan((run.epochs[0]?.metrics.loss ?? 0) * 0.7)
}, 120_000)

test('a base whose weights nobody has chosen is refused before anything is begun, and so are weights of a run there is not', async () => {
  const model = await template('vgg16-photo-classifier')
  const start = (weights: string | null) =>
    lathe.handlers['run.start']({ dataset, model, settings: defaultSettings, weights })
  await expect(async () => start(null)).rejects.toMatchObject({ code: 'run.base-without-weights' })
  await expect(async () => start('no such run')).rejects.toMatchObject({ code: 'run.unknown' })
  await expect(async () => start('gone/vgg16.h5')).rejects.toMatchObject({ code: 'data.path-missing' })
})
