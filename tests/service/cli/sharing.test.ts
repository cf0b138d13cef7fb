import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Ended, iris, runLathe } from './run-lathe.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lathe-sharing-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const train = (name: string, epochs: number) => [
  ...['train', '--data', iris, '--model', 'tabular-classifier', '--seed', '1'],
  ...['--name', name, '--epochs', String(epochs)],
]

test('commands that start at the same moment all do their work', async () => {
  const ended = await Promise.all(['a', 'b', 'c'].map((name) => runLathe(home, train(name, 2))))
  for (const { code, errors } of ended) expect(code, errors).toBe(0)
  const runs = await runLathe(home, ['runs'])
  expect(runs.lines.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c'])
  expect(runs.lines.map(({ status }) => status)).toEqual(['finished', 'finished', 'finished'])
}, 120_000)

test('a command that is done stays until the run of another one in its process has ended', async () => {
  let second: Promise<Ended> | undefined
  const first = await runLathe(home, train('host', 200), ({ event }) => {
    if (event === 'epoch') second ??= runLathe(home, train('guest', 300))
  })
  const guest = (await second) as Ended
  expect(first.last).toMatchObject({ status: 'finished' })
  expect(guest.last).toMatchObject({ status: 'finished' })
  expect(guest.lines).toHaveLength(301)
}, 120_000)

test('when the process that trains is killed, the command that waits says so, and the run is interrupted with its points', async () => {
  let host: ChildProcess | undefined
  let guest: Promise<Ended> | undefined
  const first = runLathe(home, train('host', 200), ({ event }, child) => {
    if (event !== 'epoch' || guest) return
    host = child
    guest = runLathe(home, train('guest', 5000), (line) => {
      if (line.event === 'epoch' && line.epoch === 3) host?.kill('SIGKILL')
    })
  })
  expect((await first).code).toBe(null)
  const waited = (await guest) as Ended
  expect(waited.code).toBe(1)
  expect(waited.last).toMatchObject({ event: 'failure', code: 'run.holder-gone' })
  const run = (await runLathe(home, ['run', 'guest'])).last
  expect(run).toMatchObject({ status: 'interrupted' })
  expect((run.epochs as unknown[]).length).toBeGreaterThanOrEqual(3)
}, 120_000)
