import type { Bridge } from '../../contract/bridge.ts'
import type { Connection, LinkState } from './connection.ts'

/** The service behind the preload's bridge. */
export function bridgeConnection(bridge: Bridge): Connection {
  const listeners = new Set<(state: LinkState) => void>()
  let state: LinkState = { state: 'starting' }
  bridge.onServiceState((next) => {
    state = next
    for (const listener of listeners) listener(next)
  })
  return {
    kind: 'desktop',
    call: (name, input) => bridge.call(name, input),
    on: (name, listener) => bridge.on(name, listener),
    onServiceState(listener) {
      listeners.add(listener)
      listener(state)
      return () => void listeners.delete(listener)
    },
    restartService: () => bridge.restartService(),
    pathsOf: (files) => {
      const paths = bridge.pathsOf(files)
      // An Electron without webUtils has the path on the page's own file, which loses it on the way over the bridge.
      const own = files.map((file) => (file as { path?: string }).path).filter((path) => path)
      return paths.length > 0 ? paths : (own as string[])
    },
    pickPaths: (kind) => bridge.pickPaths(kind),
    saveFile: (name, text) => bridge.saveFile(name, text),
    upload: () => Promise.reject(new Error('Files are read where they lie; nothing is uploaded.')),
  }
}
