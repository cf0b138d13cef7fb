import { mkdirSync, mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { Handlers } from '../../contract/wire.ts'
import { createAnnouncer } from '../../service/announce.ts'
import { connectToHolder, listenOnSocket, socketPath } from '../../service/socket.ts'

function listening(home: string) {
  const announce = createAnnouncer(0)
  const handlers = { 'run.list': () => [], 'run.log': ({ id }: { id: string }) => `log of ${id} 日志\n` }
  const service = {
    handlers: handlers as unknown as Handlers,
    onEvent: announce.onEvent,
    stop: () => Promise.resolve(),
  }
  return listenOnSocket(home, service).then((socket) => ({ socket, announce }))
}

test('another program calls the service over its socket and hears its events', async () => {
  const home = mkdtempSync(join(tmpdir(), 'lathe-socket-'))
  const { socket, announce } = await listening(home)
  const caller = await connectToHolder(home)
  expect(await caller?.call('run.log', { id: 'a' })).toEqual({ ok: true, value: 'log of a 日志\n' })
  const heard = new Promise((resolve) => caller?.on('tables.changed', resolve))
  announce.tables('runs')
  expect(await heard).toEqual(['runs'])
  await socket.close()
  expect(await caller?.call('run.list', {})).toMatchObject({ ok: false, failure: { code: 'gone' } })
})

test('nobody answers for a home folder without a service', async () => {
  expect(await connectToHolder(mkdtempSync(join(tmpdir(), 'lathe-socket-')))).toBeNull()
})

test.runIf(process.platform !== 'win32')(
  'only its owner may use the socket, and a long home path gets a short one',
  async () => {
    const home = join(mkdtempSync(join(tmpdir(), 'lathe-socket-')), 'x'.repeat(120))
    mkdirSync(home)
    expect(Buffer.byteLength(socketPath(home))).toBeLessThan(100)
    const { socket } = await listening(home)
    expect(statSync(socketPath(home)).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(socketPath(home))).mode & 0o777).toBe(0o700)
    await socket.close()
  },
)
