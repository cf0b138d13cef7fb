import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import sirv from 'sirv'
import { type WebSocket, WebSocketServer } from 'ws'
import { Fault } from '../../contract/failure.ts'
import { type Port, serve } from '../../contract/wire.ts'
import type { Service } from '../start-service.ts'
import { admittedProtocol, isOwnHost, isOwnOrigin, isToken } from './admit.ts'
import { parseUploadPath, receiveUpload } from './receive-upload.ts'
import { securityHeaders } from './security-headers.ts'

export interface WebOptions {
  service: Service
  home: string
  /** Where out/renderer lies. */
  projectRoot: string
  /** Default: any free one. */
  port?: number
  /** Default: a fresh random one. */
  token?: string
}

/** The longest message taken from a page: a model's document and its weights' names, never data. */
const longestMessage = 64 * 1024 * 1024

/**
 * Serves the screens to a browser on this machine, and the service's calls to whoever has the token.
 * @returns the address to open, token included
 * @throws Fault `web-screens-missing`, `web-port-taken`
 */
export async function serveWeb(options: WebOptions): Promise<{ address: string; close(): Promise<void> }> {
  const token = options.token ?? randomBytes(32).toString('base64url')
  const folder = join(options.projectRoot, 'out', 'renderer')
  if (!existsSync(join(folder, 'index.html'))) throw new Fault('web-screens-missing', { folder })
  // Looks at the folder anew for each request: with its list kept, a file that a new build took away ends the process.
  const files = sirv(folder, { etag: true, dev: true })
  const server = createServer({ requestTimeout: 0 })
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: longestMessage,
    handleProtocols: (_offered, request) => admittedProtocol(request, token) ?? false,
  })
  await listen(server, options.port ?? 0)
  const { port } = server.address() as AddressInfo

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of securityHeaders(port)) response.setHeader(name, value)
    if (!isOwnHost(request, port)) return refuse(response, 403)
    const path = request.url ?? '/'
    if (path.startsWith('/upload/')) {
      const admitted = isOwnOrigin(request, port) && isToken(request.headers['x-lathe-token'], token)
      if (!admitted) return refuse(response, 403)
      return void takeUpload(request, response, options.home)
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405)
    response.setHeader('Cache-Control', 'no-cache')
    files(request, response, () => refuse(response, 404))
  })
  server.on('upgrade', (request, socket, head) => {
    const admitted =
      request.url === '/wire' &&
      isOwnHost(request, port) &&
      isOwnOrigin(request, port) &&
      admittedProtocol(request, token) !== null
    if (!admitted) return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (opened) => speak(opened, options.service))
  })

  return {
    address: `http://127.0.0.1:${port}/#token=${encodeURIComponent(token)}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Fault('web-port-taken', { port }, error) : error),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
}

function refuse(response: ServerResponse, status: number): void {
  // The rest of a body that nobody reads would hold the connection open.
  response.writeHead(status, { Connection: 'close' }).end()
}

async function takeUpload(request: IncomingMessage, response: ServerResponse, home: string): Promise<void> {
  const target = request.method === 'POST' ? parseUploadPath(request.url ?? '') : null
  if (!target) return refuse(response, 403)
  try {
    const root = await receiveUpload(request, home, target)
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ root }))
  } catch (thrown) {
    if (response.destroyed) return
    response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' })
    response.end((thrown as Error).message)
  }
}

function speak(socket: WebSocket, service: Service): void {
  const off = service.onEvent(serve(socketPort(socket), service.handlers))
  socket.once('close', off)
  socket.on('error', () => {})
}

/** A port of one JSON object a message. A message that is none ends the connection. */
function socketPort(socket: WebSocket): Port {
  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
    },
    onMessage: (listener) =>
      void socket.on('message', (data) => {
        const message = parseObject(String(data))
        if (message) listener(message)
        else socket.close(1007)
      }),
    onClose: (listener) => void socket.once('close', listener),
  }
}

function parseObject(text: string): object | null {
  try {
    const message: unknown = JSON.parse(text)
    return typeof message === 'object' ? message : null
  } catch {
    return null
  }
}
