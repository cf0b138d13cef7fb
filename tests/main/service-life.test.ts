import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { ServiceState } from '../../contract/bridge.ts'
import { keepServiceAlive, type ServiceCommand, type ServiceLife } from '../../main/service-life.ts'

// A real little process at the other end of a real pipe.
const begin = `
const say = (message) => process.send(message)
process.on('message', (message) => { if (message.service === 'stop') process.exit(0) })
`
const answering = `${begin}
process.on('message', ({ id, call, input }) => {
  if (call === 'die') process.exit(7)
  if (call === 'echo') say({ id, reply: { ok: true, value: input } })
  if (call === 'tell') say({ event: 'tables.changed', payload: ['runs'] })
})
say({ service: 'ready' })`

const folders: string[] = []
const lives: ServiceLife[] = []

afterEach(async () => {
  for (const life of lives.splice(0)) await life.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function live(script: string, options: Partial<ServiceCommand> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-life-'))
  folders.push(folder)
  const file = join(folder, 'service.cjs')
  writeFileSync(file, script)
  const states: ServiceState[] = []
  const heard: unknown[] = []
  let told: (() => void)[] = []
  const tell = () => {
    const now = told
    told = []
    for (const go of now) go()
  }
  const life = keepServiceAlive(
    { program: process.execPath, args: [file], backoffMs: [10, 20], ...options },
    {
      onState: (state) => {
        states.push(state)
        tell()
      },
      onEvent: (name, payload) => {
        heard.push([name, payload])
        tell()
      },
    },
  )
  lives.push(life)
  life.start()
  const until = async (seen: () => boolean) => {
    while (!seen()) await new Promise<void>((resolve) => told.push(resolve))
  }
  const count = (state: string) => states.filter((each) => each.state === state).length
  return { life, states, heard, until, count }
}

test('calls and events pass between the window and the service unseen', async () => {
  const { life, heard, until, count } = live(answering)
  await until(() => count('ready') === 1)
  expect(await life.call('echo', { a: [1, null] })).toEqual({ ok: true, value: { a: [1, null] } })
  void life.call('tell', {})
  await until(() => heard.length === 1)
  expect(heard).toEqual([['tables.changed', ['runs']]])
})

test('a service that dies answers what was asked with gone, and is started again', async () => {
  const { life, states, until, count } = live(answering)
  await until(() => count('ready') === 1)
  expect(await life.call('die', {})).toMatchObject({ ok: false, failure: { code: 'gone' } })
  await until(() => count('ready') === 2)
  expect(states[1]).toEqual({ state: 'restarting', attempt: 1, reason: 'It ended with 7.' })
  expect(await life.call('echo', 1)).toEqual({ ok: true, value: 1 })
})

test('a service that dies again and again is given up with the reason, until it is asked for', async () => {
  const { life, states, until, count } = live("throw new Error('no room left')")
  await until(() => count('failed') === 1)
  expect(states.map((state) => state.state)).toEqual(['restarting', 'restarting', 'failed'])
  expect(states.at(-1)).toMatchObject({ reason: expect.stringContaining('no room left') })
  expect(await life.call('echo', 1)).toMatchObject({ ok: false, failure: { code: 'gone' } })
  life.restart()
  await until(() => count('failed') === 2)
  expect(count('restarting')).toBe(4)
})

test('a service that says why it cannot start is not started again', async () => {
  const { states, until, count } = live(
    `process.send({ service: 'failed', failure: { code: 'home-held', message: 'In use.' } }, () => process.exit(1))`,
  )
  await until(() => count('failed') === 1)
  expect(states).toEqual([{ state: 'failed', reason: 'In use.', code: 'home-held' }])
})

test('a service whose heart stops is ended and started again', async () => {
  const { states, until, count } = live(`${begin} say({ service: 'ready' }); while (true);`, {
    silenceMs: 300,
  })
  await until(() => count('restarting') === 1)
  expect(states[1]).toMatchObject({ reason: 'It was silent for 0.3 s.' })
  await until(() => count('failed') === 1)
})

test('a program that is not there is a failure with its name', async () => {
  const { states, until, count } = live('', { program: join(tmpdir(), 'no-such-node') })
  await until(() => count('failed') === 1)
  expect(states.at(-1)).toMatchObject({ reason: expect.stringContaining('no-such-node') })
})

test('a service that will not stop is ended', async () => {
  const { life, until, count } = live(`setInterval(() => {}, 1000); process.send({ service: 'ready' })`, {
    stopMs: 50,
  })
  await until(() => count('ready') === 1)
  await life.stop()
  expect(count('restarting')).toBe(0)
})
