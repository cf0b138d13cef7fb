import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Ended, iris, runLathe } from './run-lathe.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lathe-cli-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const train = ['train', '--data', iris, '--model', 'tabular-classifier', '--seed', '1']

test('train prints an object an epoch and then the result, and its run can be listed, shown, measured, used and deleted', async () => {
  const trained = await runLathe(home, [...train, '--epochs', '2', '--name', 'first'])
  expect(trained.errors).toBe('')
  expect(trained.code).toBe(0)
  expect(trained.lines.map(({ event }) => event)).toEqual(['epoch', 'epoch', 'result'])
  const epoch = { event: 'epoch', epoch: 1, seconds: expect.any(Number), loss: expect.any(Number) }
  expect(trained.lines[0]).toMatchObject({ ...epoch, val_accuracy: expect.any(Number) })
  expect(trained.last).toMatchObject({ status: 'finished', device: expect.any(String) })
  const id = trained.last.run

  const runs = await runLathe(home, ['runs'])
  expect(runs.lines).toMatchObject([{ id, name: 'first', status: 'finished' }])
  const run = await runLathe(home, ['run', 'first'])
  expect(run.lines).toHaveLength(1)
  expect(run.last).toMatchObject({ id, status: 'finished', settings: { epochs: 2, seed: 1 } })
  const epochs = trained.lines.slice(0, 2).map(({ event: _event, ...values }) => values)
  expect(run.last.epochs).toEqual(epochs)

  const measured = await runLathe(home, ['evaluate', '--run', 'first'])
  expect(measured.last).toMatchObject({ loss: expect.any(Number), accuracy: expect.any(Number) })
  const predicted = await runLathe(home, ['predict', '--run', 'first', '--data', iris])
  expect(predicted.lines).toHaveLength(150)
  expect(predicted.lines[0]).toMatchObject({ item: 'iris.csv:2', scores: { setosa: expect.any(Number) } })

  expect((await runLathe(home, ['delete', 'first'])).code).toBe(0)
  expect((await runLathe(home, ['runs'])).lines).toEqual([])
}, 120_000)

test('a second command line sees and stops the run that the first one trains, which keeps what it learnt', async () => {
  let second: Promise<Ended[]> | undefined
  const first = await runLathe(home, [...train, '--epochs', '5000', '--name', 'long'], ({ event }) => {
    if (event !== 'epoch') return
    second ??= runLathe(home, ['runs']).then(async (seen) => [
      seen,
      await runLathe(home, ['stop', 'long', '--keep']),
    ])
  })
  const [seen, stopped] = (await second) as Ended[]
  expect(seen?.lines).toMatchObject([{ name: 'long', status: 'training' }])
  expect(stopped?.code).toBe(0)
  expect(first.last).toMatchObject({ event: 'result', status: 'stopped' })
  expect((await runLathe(home, ['predict', '--run', 'long', '--data', iris])).lines).toHaveLength(150)
}, 120_000)
