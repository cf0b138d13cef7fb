import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { iris, runLathe } from './run-lathe.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lathe-resuming-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const train = ['train', '--data', iris, '--model', 'tabular-classifier', '--seed', '4']
const epochs = 60

/** The curve of a run: what its epochs measured, less how long they took. */
async function curve(run: string) {
  const { last } = await runLathe(home, ['run', run])
  return (last.epochs as Record<string, unknown>[]).map(({ seconds: _seconds, ...metrics }) => metrics)
}

/** The numbers of the epochs in a run's second home, in the order they stand there. */
function epochsInFolder(run: string): number[] {
  const lines = readFileSync(join(home, 'runs', run, 'history.jsonl'), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line)).flatMap((point) => ('seconds' in point ? [point.epoch] : []))
}

test('a service that is killed mid-run leaves a run that resumes to the curve of one that never was killed', async () => {
  await runLathe(home, [...train, '--epochs', String(epochs), '--name', 'whole'])
  const killed = await runLathe(
    home,
    [...train, '--epochs', String(epochs), '--name', 'killed', '--checkpoint-steps', '7'],
    (line, child) => void (line.epoch === 9 && child.kill('SIGKILL')),
  )
  expect(killed.code).toBeNull()
  const left = (await runLathe(home, ['run', 'killed'])).last
  expect(left).toMatchObject({ status: 'interrupted', failure: { code: 'run.interrupted' } })

  const resumed = await runLathe(home, ['resume', 'killed'])
  expect(resumed.code, resumed.errors).toBe(0)
  expect(resumed.last).toMatchObject({ event: 'result', status: 'finished', run: left.id })
  expect(resumed.lines.filter(({ event }) => event === 'epoch').at(-1)).toMatchObject({ epoch: epochs })
  expect(await curve('killed')).toEqual(await curve('whole'))
  expect(epochsInFolder(left.id as string)).toEqual(Array.from({ length: epochs }, (_, at) => at + 1))
  const log = readFileSync(join(home, 'runs', left.id as string, 'log.txt'), 'utf8')
  expect(log).toMatch(/Goes on in epoch \d+, after \d+ steps\./)
}, 180_000)

test('a run is paused by another command, resumed, refused once finished, and extended', async () => {
  // The other command must be there before this run is through: an epoch takes a few milliseconds.
  const many = 300
  await runLathe(home, [...train, '--epochs', String(many + 5), '--name', 'whole'])
  let pausing: Promise<unknown> = Promise.resolve()
  const training = await runLathe(home, [...train, '--epochs', String(many), '--name', 'paused'], (line) => {
    if (line.epoch === 2) pausing = runLathe(home, ['pause', 'paused'])
  })
  await pausing
  expect(training.last).toMatchObject({ status: 'paused' })
  expect((await runLathe(home, ['run', 'paused'])).last).toMatchObject({ status: 'paused', failure: null })

  expect((await runLathe(home, ['resume', 'paused'])).last).toMatchObject({ status: 'finished' })
  const again = await runLathe(home, ['resume', 'paused'])
  expect(again).toMatchObject({ code: 2, last: { code: 'run.already-finished' } })
  const extended = await runLathe(home, ['resume', 'paused', '--epochs', String(many + 5)])
  expect(extended.last).toMatchObject({ status: 'finished' })
  expect(await curve('paused')).toEqual(await curve('whole'))
}, 180_000)
