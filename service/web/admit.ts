import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** What the subprotocol of the WebSocket begins with; the token follows. */
const protocolPrefix = 'lathe.'

/** Whether a request was meant for this server: a page that bound its own name to 127.0.0.1 sends another Host. */
export function isOwnHost(request: IncomingMessage, port: number): boolean {
  return request.headers.host !== undefined && ownHosts(port).includes(request.headers.host)
}

/** Whether our own page asks. Browsers send Origin with every WebSocket and every POST; without one, nobody is let in. */
export function isOwnOrigin(request: IncomingMessage, port: number): boolean {
  const { origin } = request.headers
  return origin !== undefined && ownHosts(port).some((host) => origin === `http://${host}`)
}

/** The subprotocol that carries the right token, to be echoed; null when there is none. */
export function admittedProtocol(request: IncomingMessage, token: string): string | null {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  const isRight = (name: string) =>
    name.startsWith(protocolPrefix) && isToken(name.slice(protocolPrefix.length), token)
  return offered.find(isRight) ?? null
}

/** Compares in a time that tells nothing about how much of the token was right. */
export function isToken(given: unknown, token: string): boolean {
  if (typeof given !== 'string') return false
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}

function ownHosts(port: number): string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`]
}
