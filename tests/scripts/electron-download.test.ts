import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const electronModule = '../../scripts/setup/electron.mjs'
const runtimeModule = '../../scripts/setup/node-runtime.mjs'
const { findElectron } = await import(electronModule)
const { nodeProgram } = await import(runtimeModule)
const nodeFolder = dirname(dirname(nodeProgram()))

const names = ['LATHE_CACHE', 'LATHE_ELECTRON', 'ELECTRON_MIRROR'] as const
const before = names.map((name) => [name, process.env[name]] as const)
let cache: string
let mirror: Server | undefined
const steps: string[] = []
const progress = (name: string, size: string) => void steps.push(`${name}: ${size}`)

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'lathe-electron-'))
  symlinkSync(nodeFolder, join(cache, basename(nodeFolder)))
  process.env.LATHE_CACHE = cache
  delete process.env.LATHE_ELECTRON
})
afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
  mirror?.closeAllConnections()
  mirror?.close()
  rmSync(cache, { recursive: true, force: true })
})

/** A mirror of Electron's releases; gives what it was asked for. */
async function serveMirror(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(String(request.url))
    answer(request, response)
  })
  mirror = server
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  process.env.ELECTRON_MIRROR = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return asked
}

/** Nothing half-done: the cache holds Node and the note of the refusal alone. */
const left = () => readdirSync(cache).filter((name) => name !== basename(nodeFolder))

test('a download that stands still is given up with the reason, and is not tried again within the hour', async () => {
  const asked = await serveMirror((_request, response) => {
    response.writeHead(200, { 'content-length': 100_000_000 })
    response.write(Buffer.alloc(1_000_000))
  })
  const { why, program } = await findElectron(progress, { silenceMs: 500 })
  expect(program).toBeUndefined()
  expect(why).toMatch(/^Electron [\d.]+ could not be downloaded \(no byte came for 0.5 s\)$/)
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatch(/\/v?[\d.]+\/electron-v[\d.]+-\w+-\w+\.zip$/)
  expect(left()).toEqual([expect.stringMatching(/^electron-[\d.]+\.refused$/)])

  const again = await findElectron(progress, { silenceMs: 500 })
  expect(again.why).toContain('less than an hour ago (no byte came for 0.5 s')
  expect(asked).toHaveLength(1)
})

test('a mirror that has another file than the pinned one is refused by its sum', async () => {
  await serveMirror((_request, response) => response.end('no Electron'))
  const { why } = await findElectron(progress, { silenceMs: 20_000 })
  expect(why).toMatch(/checksum|sha256/i)
  expect(left()).toHaveLength(1)
})

test('a mirror that has nothing is said with its answer', async () => {
  await serveMirror((_request, response) => response.writeHead(404).end())
  expect((await findElectron(progress, { silenceMs: 20_000 })).why).toContain('404')
})

test('Ctrl-C cancels the download alone, and the next start tries again', async () => {
  let arrived = () => {}
  const there = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const asked = await serveMirror(() => arrived())
  const found = findElectron(progress, { silenceMs: 60_000 })
  await there
  process.emit('SIGINT')
  expect((await found).why).toMatch(/^The download of Electron [\d.]+ was cancelled$/)
  expect(left()).toEqual([])
  await findElectron(progress, { silenceMs: 300 })
  expect(asked).toHaveLength(2)
})

test('an Electron that is named is taken without a look at any mirror', async () => {
  const own = join(cache, 'my-electron')
  writeFileSync(own, '')
  process.env.LATHE_ELECTRON = own
  expect(await findElectron(progress)).toEqual({ program: own })
  process.env.LATHE_ELECTRON = `${own}-gone`
  expect((await findElectron(progress)).why).toContain(`${own}-gone, which does not exist`)
})
