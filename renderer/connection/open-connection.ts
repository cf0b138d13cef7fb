import type { Bridge } from '../../contract/bridge.ts'
import { bridgeConnection } from './bridge-connection.ts'
import type { Connection } from './connection.ts'
import { socketConnection } from './socket-connection.ts'

declare global {
  interface Window {
    lathe?: Bridge
  }
}

const kept = 'lathe.token'

/** The bridge where the window has one, else a WebSocket to the page's own host. */
export function openConnection(): Connection {
  if (window.lathe) return bridgeConnection(window.lathe)
  return socketConnection(new URL(window.location.href), takeToken())
}

/** The token of the first address, kept for this tab alone and taken out of the address, so that no one reads it there. */
function takeToken(): string | null {
  const found = /^#token=([^&/]+)/.exec(window.location.hash)?.[1]
  if (found) {
    sessionStorage.setItem(kept, decodeURIComponent(found))
    window.history.replaceState(null, '', window.location.pathname)
  }
  return sessionStorage.getItem(kept)
}
