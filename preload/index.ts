import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron'
import type { Bridge, ServiceState } from '../contract/bridge.ts'

// Typed where it is used; here everything is passed on unseen.
type Listener = (payload: never) => void
const events = new Map<string, Set<Listener>>()
const watchers = new Set<(state: ServiceState) => void>()
let state: ServiceState = { state: 'starting' }

ipcRenderer.on('lathe:event', (_event: IpcRendererEvent, name: string, payload: unknown) => {
  for (const listener of events.get(name) ?? []) listener(payload as never)
})

function tell(next: ServiceState): void {
  state = next
  for (const watcher of watchers) watcher(next)
}
ipcRenderer.on('lathe:state', (_event: IpcRendererEvent, next: ServiceState) => tell(next))
// The service may have been ready before this page was there to hear it.
void ipcRenderer.invoke('lathe:state').then(tell)

/** An Electron without `webUtils` puts the path on the file itself. */
function pathOf(file: object): string {
  if (webUtils) return webUtils.getPathForFile(file as never)
  return (file as { path?: string }).path ?? ''
}

const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke('lathe:call', name, input),
  on: (name, listener) => {
    const set = events.get(name) ?? new Set<Listener>()
    events.set(name, set.add(listener as Listener))
    return () => void set.delete(listener as Listener)
  },
  onServiceState: (listener) => {
    watchers.add(listener)
    listener(state)
    return () => void watchers.delete(listener)
  },
  restartService: () => void ipcRenderer.invoke('lathe:restart'),
  pathsOf: (files) => files.map(pathOf).filter((path) => path !== ''),
  pickPaths: (kind) => ipcRenderer.invoke('lathe:pick', kind),
  saveFile: (name, text) => ipcRenderer.invoke('lathe:save', name, text),
  platform: process.platform,
}

contextBridge.exposeInMainWorld('lathe', bridge)
