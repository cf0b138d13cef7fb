import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Bridge } from '../../contract/bridge.ts'
import type { Calls } from '../../contract/calls.ts'
import type { EpochPoint } from '../../contract/training/run.ts'
import { defaultSettings } from '../../contract/training/training.ts'
import { launchShell, type Shell } from './launch-shell.ts'

type WithBridge = { lathe: Bridge; heard: EpochPoint[] }

const home = mkdtempSync(join(tmpdir(), 'lathe-crashes-'))
let shell: Shell

beforeAll(async () => {
  shell = await launchShell(home)
  await shell.shows('Drop your data here')
})

afterAll(async () => {
  // A run that a failed test left behind would have the window ask before it closes, and nobody is there to answer.
  await shell?.app.evaluate(({ dialog }) => {
    dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false })
  })
  await shell?.app.close()
  rmSync(home, { recursive: true, force: true })
})

/** Asks the service through the window's own bridge. */
async function call<
  N extends 'dataset.importSample' | 'model.read' | 'run.start' | 'run.stop' | 'run.get' | 'run.list',
>(name: N, input: Calls[N]['takes']): Promise<Calls[N]['gives']> {
  const reply = await shell.page.evaluate(
    ([name, input]) => (window as unknown as WithBridge).lathe.call(name as N, input as Calls[N]['takes']),
    [name, input] as const,
  )
  if (!reply.ok) throw new Error(`${name}: ${reply.failure.message}`)
  return reply.value as Calls[N]['gives']
}

/** Starts a run that would last for hours, opens its page, and waits until the window has heard of three epochs. */
async function trainLong(name: string): Promise<string> {
  const dataset = await call('dataset.importSample', { sample: 'iris', task: `import ${name}` })
  const model = await call('model.read', { source: 'tabular-classifier', dataset: dataset.id })
  await shell.page.evaluate(() => {
    const page = window as unknown as WithBridge
    // One listener a page: two would count every point twice.
    if (!page.heard) {
      page.lathe.on('run.points', (batch) => page.heard.push(...batch.flatMap((points) => points.epochs)))
    }
    page.heard = []
  })
  const settings = { ...defaultSettings, epochs: 100_000, seed: 1 }
  const id = await call('run.start', { name, dataset: dataset.id, model, settings })
  await shell.page.evaluate((id) => {
    location.hash = `#/runs/${id}`
  }, id)
  await shell.page.waitForFunction(() => (window as unknown as WithBridge).heard.length >= 3)
  return id
}

const heardEpochs = () => shell.page.evaluate(() => (window as unknown as WithBridge).heard)

const servicePid = () => JSON.parse(readFileSync(join(home, 'service.json'), 'utf8')).pid as number

/** The engines that a service has started: the one that trains, and a spare. */
function enginesOf(service: number): number[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, ...args]) => Number(parent) === service && args.join(' ').includes('engine'))
    .map(([pid]) => Number(pid))
}

/** What the window drew is kept: the same epochs with the same numbers, first to last without a gap. */
async function keptAll(id: string, drawn: EpochPoint[]): Promise<void> {
  const run = await call('run.get', { id })
  expect(run.status).toBe('interrupted')
  expect(run.epochs.slice(0, drawn.length)).toEqual(drawn)
  expect(run.epochs.map(({ epoch }) => epoch)).toEqual(run.epochs.map((_, index) => index + 1))
}

test('a trainer that is killed leaves its run with every point that was drawn, and the window says so', async () => {
  const id = await trainLong('Engine killed')
  for (const pid of enginesOf(servicePid())) process.kill(pid, 'SIGKILL')
  await shell.shows('Training was interrupted after')
  await shell.shows('signal SIGKILL')
  await keptAll(id, await heardEpochs())
})

test('a service that is killed is started again, says so, and finds the run with every point that was drawn', async () => {
  const id = await trainLong('Service killed')
  const engines = enginesOf(servicePid())
  expect(engines.length).toBeGreaterThan(0)
  // The notice stands for a second or so: whoever looks for it must be looking before the service dies.
  const told = shell.shows('The service stopped and is being started again.')
  await shell.page.evaluate(() => {})
  process.kill(servicePid(), 'SIGKILL')
  await told
  await shell.shows('Interrupted: Service killed.')
  await keptAll(id, await heardEpochs())
  // An engine whose service is gone ends by itself, and takes no memory from the next one.
  await expect.poll(() => engines.filter(isAlive), { timeout: 20_000 }).toEqual([])
})

test('a damaged database is put aside by name, and the runs are read back from their folders', async () => {
  const before = await call('run.list', {})
  await shell.app.close()
  const damaged = 'This is no database any more.'.repeat(400)
  for (const name of readdirSync(home).filter((name) => /^lathe\.db-(wal|shm)$/.test(name)))
    rmSync(join(home, name))
  writeFileSync(join(home, 'lathe.db'), damaged)

  shell = await launchShell(home)
  await shell.shows('The run database was damaged. It was kept as')
  await shell.shows('2 runs were recovered.')
  const aside = readdirSync(home).find((name) => name.startsWith('lathe-damaged-')) as string
  await shell.shows(aside)
  expect(readFileSync(join(home, aside), 'utf8')).toBe(damaged)
  const after = await call('run.list', {})
  expect(after.map(({ name, status }) => [name, status])).toEqual(
    before.map(({ name, status }) => [name, status]),
  )
  const id = await trainLong('After the damage')
  await call('run.stop', { id, keep: false })
  await shell.shows('Train again')
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
