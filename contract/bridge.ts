import type { CallName, Calls, EventName, Events } from './calls.ts'
import type { Reply } from './wire.ts'

/** What main tells the window of the service's life. */
export type ServiceState =
  | { state: 'starting' }
  | { state: 'ready' }
  | { state: 'restarting'; attempt: number; reason: string }
  | { state: 'failed'; reason: string; code?: string }

/** What preload puts on `window.lathe`; absent in a browser tab, where a WebSocket does the same. */
export interface Bridge {
  call<N extends CallName>(name: N, input: Calls[N]['takes']): Promise<Reply<Calls[N]['gives']>>
  on<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void
  onServiceState(listener: (state: ServiceState) => void): () => void
  /** Starts a service that gave up again. */
  restartService(): void
  /** Paths on this machine of files dropped on the window. */
  pathsOf(files: readonly object[]): string[]
  /** The system's own dialog; empty when it was cancelled. */
  pickPaths(kind: 'files' | 'folder' | 'model'): Promise<string[]>
  saveFile(name: string, text: string): Promise<string | null>
  readonly platform: string
}
