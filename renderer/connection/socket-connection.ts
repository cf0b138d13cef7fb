import { describe } from '../../contract/failure.ts'
import { type Caller, connect, type Port } from '../../contract/wire.ts'
import type { Connection, LinkState } from './connection.ts'
import { uploadFiles } from './upload.ts'

const firstDelay = 250
const longestDelay = 8000

type Subscription = (caller: Caller) => void

/** The service of the page's own host, over a WebSocket that is opened again whenever it is lost. */
export function socketConnection(address: URL, token: string | null): Connection {
  const listeners = new Set<(state: LinkState) => void>()
  const subscriptions = new Set<Subscription>()
  let state: LinkState = token ? { state: 'starting' } : { state: 'no-token' }
  let attempt = 0
  let link: Promise<Caller | null> = token ? open(token) : Promise.resolve(null)

  function tell(next: LinkState) {
    state = next
    for (const listener of listeners) listener(next)
  }

  /** One attempt: a caller when it worked, null when it did not. Plans the next attempt itself. */
  function open(secret: string): Promise<Caller | null> {
    const url = new URL('/wire', address)
    url.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
    const socket = new WebSocket(url, [`lathe.${secret}`])
    return new Promise((resolve) => {
      socket.addEventListener('open', () => {
        attempt = 0
        const caller = connect(portOf(socket))
        for (const subscribe of subscriptions) subscribe(caller)
        resolve(caller)
        tell({ state: 'ready' })
      })
      socket.addEventListener('close', () => {
        resolve(null)
        attempt += 1
        tell({ state: 'lost', attempt })
        const delay = Math.min(longestDelay, firstDelay * 2 ** (attempt - 1))
        link = new Promise((again) => setTimeout(() => again(open(secret)), delay))
      })
    })
  }

  return {
    kind: 'browser',
    async call(name, input) {
      const caller = await link
      return caller ? caller.call(name, input) : { ok: false, failure: describe('gone') }
    },
    on(name, listener) {
      let listening = true
      // Each new socket has a caller of its own, so a listener is put on every one of them.
      const subscribe: Subscription = (caller) => {
        const off = caller.on(name, (payload) => {
          if (listening) listener(payload)
          else off()
        })
      }
      subscriptions.add(subscribe)
      if (state.state === 'ready') void link.then((caller) => caller && listening && subscribe(caller))
      return () => {
        listening = false
        subscriptions.delete(subscribe)
      }
    },
    onServiceState(listener) {
      listeners.add(listener)
      listener(state)
      return () => void listeners.delete(listener)
    },
    restartService: () => undefined,
    pathsOf: () => [],
    pickPaths: () => Promise.resolve([]),
    saveFile: (name, text) => {
      download(name, text)
      return Promise.resolve(name)
    },
    upload: (files, signal, onProgress) => uploadFiles(address, token ?? '', files, signal, onProgress),
  }
}

function portOf(socket: WebSocket): Port {
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    onMessage: (listener) =>
      socket.addEventListener('message', (event) => listener(JSON.parse(String(event.data)))),
    onClose: (listener) => socket.addEventListener('close', () => listener()),
  }
}

function download(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = `data:application/octet-stream;charset=utf-8,${encodeURIComponent(text)}`
  link.download = name
  link.click()
}
