import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { ImportOptions } from '../../../contract/data/dataset.ts'
import { TrainingSettings } from '../../../contract/training/training.ts'
import { shared } from '../datasets/open-home.ts'
import { realService } from '../real-service.ts'

const lathe = realService('test', true)

async function trained(path: string, template: string, settings: object, options: ImportOptions = {}) {
  const { handlers } = lathe
  const dataset = await handlers['dataset.import']({ paths: [path], task: 'i', options, reuse: false })
  const model = await handlers['model.read']({ source: template, dataset: dataset.id })
  const parsed = TrainingSettings.parse({ seed: 1, ...settings })
  const id = await handlers['run.start']({ dataset: dataset.id, model, settings: parsed, weights: null })
  return lathe.ended(id)
}

/** Pictures whose left half is bright or not, and whose right half is. */
async function halves(): Promise<string> {
  const top = join(lathe.home, 'halves')
  mkdirSync(top)
  const rows: string[] = []
  for (let index = 0; index < 64; index++) {
    const [left, right] = [index % 2, (index >> 1) % 2]
    const pixels = Buffer.from(
      Array.from({ length: 144 }, (_, at) => 20 + (index % 5) * 4 + ((at % 12 < 6 ? left : right) ? 180 : 0)),
    )
    await sharp(pixels, { raw: { width: 12, height: 12, channels: 1 } }).toFile(join(top, `${index}.png`))
    rows.push(`${index}.png,${left},${right}`)
  }
  writeFileSync(join(top, 'labels.csv'), `file,left,right\n${rows.join('\n')}\n`)
  return top
}

test('pictures with several labels are learnt, measured label by label, and predicted with every label above a half', async () => {
  const path = await halves()
  const run = await trained(path, 'cnn-image-classifier', { epochs: 25, learningRate: 0.005 })
  expect(run).toMatchObject({ status: 'finished', resolved: { loss: 'binary_crossentropy', compiled: true } })
  expect(Object.keys(run.epochs[0]?.metrics ?? {})).toContain('val_binary_accuracy')
  expect(run.evaluation?.confusion).toBeNull()
  expect(run.evaluation?.labels?.map(({ name, f1 }) => [name, f1])).toEqual([
    ['left', 1],
    ['right', 1],
  ])
  expect(run.evaluation?.metrics.f1_macro).toBe(1)
  const predictions = await lathe.handlers['run.predict']({
    id: run.id,
    paths: ['0.png', '1.png', '3.png'].map((name) => join(path, name)),
    task: 'p',
  })
  expect(predictions.map(({ prediction }) => prediction)).toEqual([[], ['left'], ['left', 'right']])
  expect(Object.keys(predictions[0]?.scores ?? {})).toEqual(['left', 'right'])
})

test('the graph and op by op come to the same scores of labels', async () => {
  const path = await halves()
  const settings = { epochs: 1, metrics: ['binary_accuracy', 'precision', 'auc'] }
  const graph = await trained(path, 'cnn-image-classifier', settings)
  const plain = await trained(path, 'cnn-image-classifier', { ...settings, compile: false })
  expect([graph.resolved?.compiled, plain.resolved?.compiled]).toEqual([true, false])
  for (const [name, value] of Object.entries(graph.epochs[0]?.metrics ?? {}))
    expect(plain.epochs[0]?.metrics[name]).toBeCloseTo(value, 4)
  expect(plain.evaluation?.labels).toEqual(graph.evaluation?.labels)
})

test('a series is forecast several steps ahead, in its own unit', async () => {
  const path = shared('series/airline-passengers.csv')
  const run = await trained(path, 'lstm-forecaster', { epochs: 2 }, { series: { horizon: 6 } })
  expect(run.status).toBe('finished')
  const predictions = await lathe.handlers['run.predict']({ id: run.id, paths: [path], task: 'p' })
  const last = predictions.at(-1)?.prediction as number[]
  expect(last).toHaveLength(6)
  for (const value of last) expect(value).toBeGreaterThan(50)
})

test('a table of several numbers to predict gets an output each', async () => {
  const path = join(lathe.home, 'two.csv')
  const rows = Array.from({ length: 80 }, (_, i) => `${i % 9},${i % 4},${(i % 9) * 2},${(i % 4) - 1.5}`)
  writeFileSync(path, `a,b,twice,less\n${rows.join('\n')}\n`)
  const run = await trained(path, 'tabular-regressor', { epochs: 1 }, { target: 'twice,less' })
  expect(run).toMatchObject({ status: 'finished', resolved: { loss: 'mean_squared_error' } })
  const predictions = await lathe.handlers['run.predict']({ id: run.id, paths: [path], task: 'p' })
  expect(predictions[0]?.prediction).toHaveLength(2)
})
