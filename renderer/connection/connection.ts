import type { ServiceState } from '../../contract/bridge.ts'
import type { Caller } from '../../contract/wire.ts'

export interface UploadProgress {
  sentBytes: number
  totalBytes: number
}

/** A file and where it stood below what was dropped, with `/` between folders. */
export interface UploadFile {
  path: string
  file: File
}

/** What the screens need of the other side, whether it is reached over the bridge or over a WebSocket. */
export interface Connection extends Caller {
  /** `desktop`: paths and dialogs of the machine are at hand. `browser`: files are uploaded. */
  readonly kind: 'desktop' | 'browser'
  /** Tells the state at once, then every change. */
  onServiceState(listener: (state: LinkState) => void): () => void
  restartService(): void
  pathsOf(files: readonly File[]): string[]
  pickPaths(kind: 'files' | 'folder' | 'model'): Promise<string[]>
  saveFile(name: string, text: string): Promise<string | null>
  /** Browser only: sends files to the service, gives the folder they lie in. Rejects with AbortError when cancelled. */
  upload(
    files: readonly UploadFile[],
    signal: AbortSignal,
    onProgress: (progress: UploadProgress) => void,
  ): Promise<string>
}

/** The service's life as main tells it, and the life of the line to it. */
export type LinkState = ServiceState | { state: 'lost'; attempt: number } | { state: 'no-token' }
