import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StoredRun } from '../../../service/runs/stored.ts'
import { type Ended, iris, runLathe } from './run-lathe.ts'

const models = fileURLToPath(new URL('../../reference/models/', import.meta.url))

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lathe-weights-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

/** Trains one epoch at a rate that changes nothing to speak of; gives its loss before anything was learned. */
const train = async (model: string, ...more: string[]) => {
  const still = ['--epochs', '1', '--learning-rate', '1e-12', '--seed', '1']
  const ended = await runLathe(home, ['train', '--data', iris, '--model', model, ...still, ...more])
  return { ...ended, loss: ended.lines.find(({ event }) => event === 'epoch')?.loss as number }
}

test("a run goes on from another run's weights, where it otherwise starts from drawn ones", async () => {
  const learned = await runLathe(home, [
    ...['train', '--data', iris, '--model', 'tabular-classifier', '--epochs', '3', '--seed', '2'],
  ])
  const [run = ''] = readdirSync(join(home, 'runs'))
  expect(run).toBe(learned.last.run)
  const weights = join(home, 'runs', run, 'weights.safetensors')
  const [fresh, given] = [
    await train('tabular-classifier'),
    await train('tabular-classifier', '--weights', weights),
  ]
  expect([fresh.code, given.code]).toEqual([0, 0])
  expect(given.loss).toBeLessThan(fresh.loss * 0.8)
})

test('fine-tuning goes on from what a run has learnt, at a low rate, with its last frozen layer learning too', async () => {
  const frozen = JSON.parse(readFileSync(join(models, 'joined.json'), 'utf8'))
  for (const layer of frozen.config.layers)
    if (layer.config.name === 'wide' || layer.config.name === 'shared') layer.config.trainable = false
  const file = join(home, 'frozen.json')
  writeFileSync(file, JSON.stringify(frozen))
  const first = await runLathe(home, [
    ...['train', '--data', iris, '--model', file, '--weights', join(models, 'joined.weights.h5')],
    ...['--epochs', '3', '--learning-rate', '0.01', '--seed', '1'],
  ])
  const tuned = await runLathe(home, ['fine-tune', String(first.last.run), '--epochs', '1'])
  expect([first.code, tuned.code]).toEqual([0, 0])
  const lossOf = ({ lines }: Ended, epoch: number) =>
    lines.find((line) => line.epoch === epoch)?.loss as number
  expect(lossOf(tuned, 1)).toBeLessThan(lossOf(first, 1))
  const run = JSON.parse(
    readFileSync(join(home, 'runs', String(tuned.last.run), 'run.json'), 'utf8'),
  ) as StoredRun
  const learning = run.model.keras.config.layers.filter(({ config }) => config.trainable !== false)
  expect(run.settings.learningRate).toBe(1e-5)
  expect(learning.map(({ name }) => name)).toContain('shared')
  expect(learning.map(({ name }) => name)).not.toContain('wide')
})

test('a .keras file is trained with the weights in it, as its model is with those of a .weights.h5', async () => {
  const file = (name: string) => join(models, name)
  const [drawn, own, named] = [
    await train(file('joined.json')),
    await train(file('joined.keras')),
    await train(file('joined.json'), '--weights', file('joined.weights.h5')),
  ]
  expect([drawn.code, own.code, named.code]).toEqual([0, 0, 0])
  expect(own.loss).toBe(named.loss)
  expect(Math.abs(own.loss - drawn.loss)).toBeGreaterThan(1e-3)
})

test('a model of several inputs is refused at the door, with their number', async () => {
  const { code, last } = await train(join(models, 'shared.json'))
  expect(code).toBe(2)
  expect(last).toMatchObject({
    event: 'failure',
    code: 'run.several-inputs',
    message: expect.stringContaining('2 inputs'),
  })
})

test('weights of another model are refused by the name of the first that does not fit', async () => {
  const { code, last } = await train('tabular-classifier', '--weights', join(models, 'picture.weights.h5'))
  expect(code).toBe(1)
  expect(JSON.stringify(last)).toContain('engine.weights-differ')
})
