import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connect } from '../../../contract/wire.ts'
import { type Service, startService } from '../../../service/start-service.ts'
import { serveWeb } from '../../../service/web/serve-web.ts'

const token = 'right-token'
const upload = '0d5f1f4e-8f2c-4b7a-9c5e-1a2b3c4d5e6f'
const folder = mkdtempSync(join(tmpdir(), 'lathe-web-'))
const home = join(folder, 'home')
let service: Service
let web: Awaited<ReturnType<typeof serveWeb>>
let host: string

beforeAll(async () => {
  mkdirSync(join(folder, 'out', 'renderer'), { recursive: true })
  writeFileSync(join(folder, 'out', 'renderer', 'index.html'), '<!doctype html><title>Lathe</title>')
  writeFileSync(join(folder, 'secret.txt'), 'not for the browser')
  service = await startService({ home, holder: 'browser mode', spare: false })
  web = await serveWeb({ service, home, projectRoot: folder, token })
  host = new URL(web.address).host
})

afterAll(async () => {
  await web.close()
  await service.stop()
  rmSync(folder, { recursive: true })
})

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/** Sends the path as it is: fetch would resolve the dots before anyone could refuse them. */
function ask(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | Buffer = '',
): Promise<Answer> {
  const port = Number(host.split(':')[1])
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path, headers: { host, ...headers } },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (chunk: string) => {
          text += chunk
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

const own = () => ({ origin: `http://${host}`, 'x-lathe-token': token })
const send = (path: string, headers: Record<string, string> = own(), body: string | Buffer = 'a,b\n1,2\n') =>
  ask('POST', path, headers, body)

/** The status a WebSocket was refused with, or 101. */
function dial(
  origin: string | undefined,
  protocols: string[],
  path = '/wire',
  asked = host,
): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${host}${path}`, protocols, { origin, headers: { host: asked } })
    socket.once('open', () => {
      socket.terminate()
      resolve(101)
    })
    socket.once('unexpected-response', (_request, answer) => resolve(answer.statusCode ?? 0))
    socket.on('error', () => {})
  })
}

test('our own page gets the screens, and headers that keep it to this server', async () => {
  const answer = await ask('GET', '/', {})
  expect(answer).toMatchObject({ status: 200, text: '<!doctype html><title>Lathe</title>' })
  expect(answer.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  })
  expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect((await ask('GET', '/', { host: host.replace('127.0.0.1', 'localhost') })).status).toBe(200)
})

test('a page that bound its own name to this machine is refused everywhere', async () => {
  const foreign = `evil.example:${host.split(':')[1]}`
  expect((await ask('GET', '/', { host: foreign })).status).toBe(403)
  expect((await send(`/upload/${upload}/a.csv`, { ...own(), host: foreign })).status).toBe(403)
  expect(await dial(`http://${host}`, [`lathe.${token}`], '/wire', foreign)).toBe(403)
})

test('a foreign or absent origin, and a wrong or absent token, open no wire', async () => {
  expect(await dial('http://evil.example', [`lathe.${token}`])).toBe(403)
  expect(await dial(undefined, [`lathe.${token}`])).toBe(403)
  expect(await dial('null', [`lathe.${token}`])).toBe(403)
  expect(await dial(`http://${host}`, ['lathe.wrong'])).toBe(403)
  expect(await dial(`http://${host}`, [])).toBe(403)
  expect(await dial(`http://${host}`, [`lathe.${token}`], '/other')).toBe(403)
})

test('our own page calls the service over the wire, hears its events, and is told the protocol it asked for', async () => {
  const socket = new WebSocket(`ws://${host}/wire`, [`lathe.${token}`], { origin: `http://${host}` })
  await new Promise((resolve) => socket.once('open', resolve))
  expect(socket.protocol).toBe(`lathe.${token}`)
  const caller = connect({
    send: (message) => socket.send(JSON.stringify(message)),
    onMessage: (listener) => void socket.on('message', (data) => listener(JSON.parse(String(data)))),
    onClose: (listener) => void socket.on('close', listener),
  })
  expect(await caller.call('dataset.list', {})).toEqual({ ok: true, value: [] })
  expect(await caller.call('run.get', { id: 'nowhere' })).toMatchObject({ ok: false })
  const heard = new Promise((resolve) => caller.on('tables.changed', resolve))
  expect(await caller.call('preferences.set', { theme: 'dark' })).toMatchObject({ ok: true })
  expect(await heard).toContain('preferences')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.send('null')
  expect(await closed).toBe(1007)
})

test('an uploaded file lies whole in the folder that the answer names', async () => {
  const body = Buffer.alloc(3_000_000, 'x')
  const answer = await send(`/upload/${upload}/cats/${encodeURIComponent('a b 猫.png')}`, own(), body)
  expect(answer.status).toBe(200)
  const { root } = JSON.parse(answer.text)
  expect(root).toBe(join(home, 'uploads', upload))
  expect(readFileSync(join(root, 'cats', 'a b 猫.png')).equals(body)).toBe(true)
  expect(readdirSync(join(home, 'uploads', '.unfinished'))).toEqual([])
})

test('an upload from a foreign origin or with a wrong token is refused', async () => {
  const path = `/upload/${upload}/refused.csv`
  expect((await send(path, { ...own(), origin: 'http://evil.example' })).status).toBe(403)
  expect((await send(path, { 'x-lathe-token': token })).status).toBe(403)
  expect((await send(path, { ...own(), 'x-lathe-token': 'wrong' })).status).toBe(403)
  expect((await send(path, { origin: `http://${host}` })).status).toBe(403)
  expect(existsSync(join(home, 'uploads', upload, 'refused.csv'))).toBe(false)
})

test('no path of an upload leads out of its own folder', async () => {
  const paths = [
    `/upload/${upload}/../../escaped.csv`,
    `/upload/${upload}/%2e%2e/%2e%2e/escaped.csv`,
    `/upload/${upload}/..%2f..%2fescaped.csv`,
    `/upload/${upload}/..%5c..%5cescaped.csv`,
    `/upload/${upload}/%2fescaped.csv`,
    `/upload/${upload}//escaped.csv`,
    `/upload/${upload}/a%00.csv`,
    `/upload/${upload}/%zz.csv`,
    `/upload/${upload}/`,
    `/upload/${upload}`,
    '/upload/../escaped.csv',
    '/upload/.unfinished/escaped.csv',
  ]
  for (const path of paths) expect([path, (await send(path)).status]).toEqual([path, 403])
  expect(existsSync(join(home, 'escaped.csv'))).toBe(false)
  expect(existsSync(join(home, 'uploads', 'escaped.csv'))).toBe(false)
  expect((await ask('GET', '/../../secret.txt', {})).status).toBe(404)
  expect((await ask('GET', '/%2e%2e/%2e%2e/secret.txt', {})).status).toBe(404)
})

test('a file that a new build took away is not found, and the server lives on', async () => {
  const file = join(folder, 'out', 'renderer', 'old.js')
  writeFileSync(file, 'export {}')
  expect((await ask('GET', '/old.js', {})).status).toBe(200)
  rmSync(file)
  expect((await ask('GET', '/old.js', {})).status).toBe(404)
  expect((await ask('GET', '/', {})).status).toBe(200)
})

test('screens that were never built, and a taken port, are said as such', async () => {
  const port = Number(host.split(':')[1])
  await expect(serveWeb({ service, home, projectRoot: home })).rejects.toMatchObject({
    code: 'web-screens-missing',
  })
  await expect(serveWeb({ service, home, projectRoot: folder, port })).rejects.toMatchObject({
    code: 'web-port-taken',
  })
})
