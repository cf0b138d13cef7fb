import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Recipe } from '../../../contract/data/preprocessing.ts'
import type { Run } from '../../../contract/training/run.ts'
import { defaultSettings } from '../../../contract/training/training.ts'
import { type Service, startService } from '../../../service/start-service.ts'

const [count, side] = [60, 12]
let home: string
let service: Service
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'lathe-test-'))
  service = await startService({ home, holder: 'test', spare: false })
})
afterAll(async () => {
  await service.stop()
  rmSync(home, { recursive: true, force: true })
})

/** How bright the left and the right half of a picture are. */
const halves = (at: number): [number, number] => [(at * 37) % 200, (at * 91) % 200]
const pixelsOf = (at: number) =>
  Uint8Array.from({ length: side * side }, (_, pixel) => halves(at)[pixel % side < side / 2 ? 0 : 1] + 20)
/** On a scale of their own, far from that of pixels. */
const priceOf = (brightness: number) => 100_000 + 1500.5 * brightness

async function pictureFolder(name: string, table: string): Promise<string> {
  const folder = join(home, name)
  mkdirSync(folder)
  for (let at = 0; at < count; at++)
    await sharp(pixelsOf(at), { raw: { width: side, height: side, channels: 1 } }).toFile(
      join(folder, `${at}.png`),
    )
  writeFileSync(join(folder, 'values.csv'), table)
  return folder
}

/** An array file, as numpy.lib.format version 1.0 lays it out. */
function npy(type: string, shape: string, values: Uint8Array): Buffer {
  const header = `${`{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }`.padEnd(117)}\n`
  return Buffer.concat([
    Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(header.length)}\x00${header}`, 'latin1'),
    values,
  ])
}

async function trained(dataset: string, epochs: number): Promise<Run> {
  const { handlers } = service
  const model = await handlers['model.read']({ source: 'cnn-image-regressor', dataset })
  const settings = { ...defaultSettings, epochs, seed: 1, learningRate: 0.003 }
  const id = await handlers['run.start']({ dataset, model, settings, weights: null })
  return new Promise((resolve) => {
    const look = async () => {
      const now = await handlers['run.get']({ id })
      if (now.endedAt) resolve(now)
    }
    service.onEvent((name) => void (name === 'tables.changed' && look()))
    void look()
  })
}

test('a table beside pictures gives each a value, which a model learns and predicts on its own scale', async () => {
  const { handlers } = service
  const rows = Array.from({ length: count }, (_, at) => `${at}.png,${priceOf(halves(at)[0])}`)
  const folder = await pictureFolder('priced', `file,price\n${rows.join('\n')}\n`)
  const dataset = await handlers['dataset.import']({ paths: [folder], task: 'i', options: {}, reuse: false })
  expect(dataset).toMatchObject({ kind: 'image-folder', task: 'regression', values: ['price'], classes: [] })
  expect(dataset.warnings).toMatchObject([{ code: 'valued-by', values: { files: 'file', values: 'price' } }])
  expect(dataset.parts).toEqual([{ part: 'train', items: count, classes: [] }])
  const { samples } = await handlers['dataset.samples']({ dataset: dataset.id, offset: 3, limit: 1 })
  expect(Number(samples[0]?.label)).toBeGreaterThanOrEqual(100_000)

  const run = await trained(dataset.id, 30)
  expect(run.failure).toBeNull()
  expect(run).toMatchObject({ task: 'regression', resolved: { loss: 'mean_squared_error', compiled: true } })
  // The values are up to 300,000 apart; in its own scale the error is a small part of that.
  expect(run.evaluation?.metrics.mae).toBeGreaterThan(1)
  expect(run.evaluation?.metrics.mae).toBeLessThan(30_000)
  const predictions = await handlers['run.predict']({ id: run.id, paths: [folder], task: 'p' })
  expect(predictions).toHaveLength(count)
  const off = predictions.map(({ item, prediction }) => {
    const at = Number(/(\d+)\.png$/.exec(item)?.[1])
    return Math.abs((prediction as number) - priceOf(halves(at)[0]))
  })
  expect(off.reduce((sum, one) => sum + one, 0) / count).toBeLessThan(30_000)

  // A new scan reads it as it was read.
  writeFileSync(join(folder, 'values.csv'), `file,price\n${rows.slice(1).join('\n')}\n`)
  await handlers['dataset.rescan']({ id: dataset.id, task: 'r', save: true })
  const now = await handlers['dataset.get']({ id: dataset.id })
  expect(now).toMatchObject({ task: 'regression', values: ['price'], items: count - 1 })
}, 120_000)

test('arrays give pictures several values each, scaled by what is trained on', async () => {
  const { handlers } = service
  const folder = join(home, 'arrays')
  mkdirSync(folder)
  const pixels = Buffer.concat(Array.from({ length: count }, (_, at) => pixelsOf(at)))
  const values = Float32Array.from(
    Array.from({ length: count }, (_, at) => [priceOf(halves(at)[0]), halves(at)[1] / 255]).flat(),
  )
  writeFileSync(join(folder, 'x_train.npy'), npy('|u1', `${count}, ${side}, ${side}`, pixels))
  writeFileSync(join(folder, 'y_train.npy'), npy('<f4', `${count}, 2`, new Uint8Array(values.buffer)))
  const dataset = await handlers['dataset.import']({ paths: [folder], task: 'a', options: {}, reuse: false })
  expect(dataset).toMatchObject({ kind: 'idx', task: 'regression', values: ['y_1', 'y_2'], items: count })
  await handlers['dataset.prepare']({
    id: dataset.id,
    recipe: Recipe.parse({ target: { scale: 'min-max' } }),
  })
  const run = await trained(dataset.id, 2)
  expect(run.failure).toBeNull()
  const { label } = JSON.parse(readFileSync(join(run.folder, 'pipeline.json'), 'utf8'))
  expect(label.centre[0]).toBeGreaterThanOrEqual(100_000)
  expect(label.centre[0] + label.scale[0]).toBeLessThanOrEqual(priceOf(199))
  expect(label.scale[1]).toBeLessThanOrEqual(1)
  const again = await handlers['run.evaluate']({ id: run.id, task: 'e' })
  expect(again.metrics.mae).toBeCloseTo(run.evaluation?.metrics.mae as number, 0)
  const { samples } = await handlers['dataset.samples']({ dataset: dataset.id, offset: 0, limit: 2 })
  expect(samples.map(({ label }) => label)).toEqual([
    '100000, 0',
    `${Number(priceOf(37).toPrecision(6))}, 0.356863`,
  ])
}, 120_000)

test('a few whole numbers are classes, and values where that is asked for', async () => {
  const { handlers } = service
  const rows = Array.from({ length: count }, (_, at) => `${at}.png,${at % 5}`)
  const folder = await pictureFolder('counted', `file,count\n${rows.join('\n')}\n`)
  const plan = (options: object) => handlers['dataset.plan']({ paths: [folder], task: 'c', options })
  expect(await plan({})).toMatchObject({ task: 'classification', classes: ['0', '1', '2', '3', '4'] })
  expect(await plan({ labels: 'values' })).toMatchObject({ task: 'regression', values: ['count'] })
}, 60_000)
