import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { Fault } from '../contract/failure.ts'
import { type Caller, connect, type Handlers, type Port, serve } from '../contract/wire.ts'
import type { Listener } from './announce.ts'
import { readHolder } from './lock.ts'

/** The system allows 104 to 108 bytes for a socket's path. */
const longestPath = 100

/** Where the service of a home folder listens. */
export function socketPath(home: string): string {
  const key = createHash('sha256').update(home).digest('hex').slice(0, 16)
  if (process.platform === 'win32') return `\\\\.\\pipe\\lathe-${key}`
  const near = join(home, 'socket', 'lathe.sock')
  if (Buffer.byteLength(near) <= longestPath) return near
  return join(tmpdir(), `lathe-${userInfo().uid}`, `${key}.sock`)
}

/** What is reached through the socket: a service's calls and its events. */
interface Served {
  handlers: Handlers
  onEvent(listener: Listener): () => void
}

export interface Listening {
  /** Settles as soon as no other program is connected; from then on none is let in any more. */
  alone(): Promise<void>
  close(): Promise<void>
}

/**
 * Lets other programs of the same user call this service: the contract's calls as one JSON object a line. Whoever
 * calls this holds the home folder, so a socket file that lies there is a dead one's.
 */
export async function listenOnSocket(home: string, service: Served): Promise<Listening> {
  const path = socketPath(home)
  if (process.platform !== 'win32') {
    makePrivate(dirname(path))
    rmSync(path, { force: true })
  }
  const open = new Set<Socket>()
  const lastLeft: (() => void)[] = []
  const server = createServer((socket) => {
    open.add(socket)
    const announce = serve(linePort(socket), service.handlers)
    const off = service.onEvent(announce)
    socket.once('close', () => {
      off()
      open.delete(socket)
      if (open.size || !lastLeft.length) return
      server.close()
      for (const tell of lastLeft.splice(0)) tell()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  if (process.platform !== 'win32') chmodSync(path, 0o600)
  server.unref()
  return {
    alone: () =>
      new Promise((resolve) => {
        if (open.size) return void lastLeft.push(resolve)
        server.close()
        resolve()
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}

/** The service of a home folder, in another process. */
export interface RemoteService extends Caller {
  /** Settles when that process has ended, or this side has closed. */
  ended: Promise<void>
  close(): void
}

/** Reaches the service that holds a home folder; null when none answers there. */
export function connectToHolder(home: string): Promise<RemoteService | null> {
  const path = readHolder(home)?.socket ?? socketPath(home)
  return new Promise((resolve) => {
    const socket = createConnection(path)
    socket.once('error', () => resolve(null))
    socket.once('connect', () =>
      resolve({
        ...connect(linePort(socket)),
        ended: new Promise((end) => void socket.once('close', end)),
        close: () => socket.destroy(),
      }),
    )
  })
}

/** A folder that only this user can look into. @throws Fault `home-unwritable` when it is somebody else's */
function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== userInfo().uid)
    throw new Fault('home-unwritable', { home: folder, detail: 'it belongs to another user' })
  if ((found.mode & 0o777) !== 0o700) chmodSync(folder, 0o700)
}

/** A port of one JSON object a line. A line that is not JSON ends the connection. */
function linePort(socket: Socket): Port {
  const listeners: ((message: unknown) => void)[] = []
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('error', () => {})
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() as string
    for (const line of lines) {
      try {
        const message: unknown = JSON.parse(line)
        for (const listener of listeners) listener(message)
      } catch {
        socket.destroy()
        return
      }
    }
  })
  return {
    send: (message) => void (socket.writable && socket.write(`${JSON.stringify(message)}\n`)),
    onMessage: (listener) => void listeners.push(listener),
    onClose: (listener) => void socket.once('close', listener),
  }
}
