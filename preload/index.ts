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

// Not asked for here: an answer could be older than what is told next, and what is told before main takes this page
// for the window's is lost. Main tells it once the page is there, and from then on at each change.
ipcRenderer.on('lathe:state', (_event: IpcRendererEvent, next: ServiceState) => {
  state = next
  for (const watcher of watchers) watcher(next)
})

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
  // Without webUtils a file comes over the bridge without its path; the page has to ask the file itself.
  pathsOf: (files) =>
    webUtils ? files.map((file) => webUtils.getPathForFile(file as never)).filter((path) => path !== '') : [],
  pickPaths: (kind) => ipcRenderer.invoke('lathe:pick', kind),
  saveFile: (name, text) => ipcRenderer.invoke('lathe:save', name, text),
  platform: process.platform,
}

contextBridge.exposeInMainWorld('lathe', bridge)
