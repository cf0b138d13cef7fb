import { type ChildProcess, spawn } from 'node:child_process'
import type { ServiceState } from '../contract/bridge.ts'
import { describe, type Failure } from '../contract/failure.ts'
import { connect, type Port, type Reply } from '../contract/wire.ts'

/** How to start the service, and how patient to be with it (milliseconds). */
export interface ServiceCommand {
  program: string
  args: string[]
  env?: NodeJS.ProcessEnv
  cwd?: string
  /** Waits before each restart; its length is how many are tried within `windowMs`. */
  backoffMs?: number[]
  windowMs?: number
  /** Silence after which a service is taken for dead. */
  silenceMs?: number
  /** How long a service may take to stop before it is ended. */
  stopMs?: number
}

export interface ServiceLife {
  start(): void
  /** Begins anew after the service gave up, with a clean count. */
  restart(): void
  call(name: string, input: unknown): Promise<Reply<unknown>>
  state(): ServiceState
  /** Asks the service to stop and waits until its process is gone. */
  stop(): Promise<void>
}

export interface ServiceWatcher {
  onState(state: ServiceState): void
  onEvent(name: string, payload: unknown): void
}

interface OwnMessage {
  service: string
  failure?: Failure
}
type Call = (name: string, input: unknown) => Promise<Reply<unknown>>

const isOwn = (message: unknown): message is OwnMessage =>
  typeof message === 'object' && message !== null && 'service' in message
const isEvent = (message: unknown): message is { event: string; payload: unknown } =>
  typeof message === 'object' && message !== null && 'event' in message

/**
 * Keeps one service process alive: starts it, hears its heart, restarts it with growing waits, and gives up
 * after too many deaths within a minute. A service that says why it cannot start is not started again.
 */
export function keepServiceAlive(command: ServiceCommand, watcher: ServiceWatcher): ServiceLife {
  const { backoffMs = [500, 1000, 2000, 4000, 8000], windowMs = 60_000 } = command
  const { silenceMs = 10_000, stopMs = 20_000 } = command
  let current: ServiceState = { state: 'starting' }
  let child: ChildProcess | null = null
  let ask: Call | null = null
  let deaths: number[] = []
  let retry: NodeJS.Timeout | undefined
  let stopping = false

  const tell = (state: ServiceState) => {
    current = state
    watcher.onState(state)
  }

  function start(): void {
    if (child || stopping) return
    const own = spawn(command.program, command.args, {
      env: command.env,
      cwd: command.cwd,
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      windowsHide: true,
    })
    child = own
    let lastWords = ''
    let refusal: Failure | undefined
    let silence: NodeJS.Timeout | undefined
    let silent = false
    let over = false
    const hear = () => {
      clearTimeout(silence)
      silence = setTimeout(() => {
        silent = true
        own.kill('SIGKILL')
      }, silenceMs)
    }
    const closed: (() => void)[] = []
    const port: Port = {
      send: (message) => {
        if (own.connected) own.send(message as object, () => {})
      },
      onMessage: (listener) =>
        void own.on('message', (message) => {
          if (!isOwn(message)) listener(message)
        }),
      onClose: (listener) => void closed.push(listener),
    }
    const { call } = connect(port)
    ask = (name, input) => call(name as never, input as never)
    own.on('message', (message) => {
      if (isEvent(message)) watcher.onEvent(message.event, message.payload)
      if (!isOwn(message)) return
      // Only a service that is up has a heart to listen to: opening a large database takes its time.
      if (message.service === 'ready' || message.service === 'beat') hear()
      if (message.service === 'ready') tell({ state: 'ready' })
      if (message.service === 'failed') refusal = message.failure
    })
    own.stderr?.on('data', (words: Buffer) => {
      process.stderr.write(words)
      lastWords = (lastWords + words).slice(-2000)
    })
    const end = (how: string) => {
      if (over) return
      over = true
      clearTimeout(silence)
      child = null
      ask = null
      for (const listener of closed) listener()
      if (stopping) return
      if (refusal) {
        tell({ state: 'failed', reason: refusal.message, code: refusal.code })
        return
      }
      const reason = silent
        ? `It was silent for ${silenceMs / 1000} s.`
        : `${how} ${lastLine(lastWords)}`.trim()
      again(reason)
    }
    own.once('error', (error) => end(error.message))
    own.once('close', (code, signal) => end(signal ? `It was ended by ${signal}.` : `It ended with ${code}.`))
  }

  function again(reason: string): void {
    const now = Date.now()
    deaths = deaths.filter((at) => now - at < windowMs)
    const wait = backoffMs[deaths.length]
    if (wait === undefined) {
      tell({ state: 'failed', reason })
      return
    }
    deaths.push(now)
    tell({ state: 'restarting', attempt: deaths.length, reason })
    retry = setTimeout(start, wait)
  }

  async function stop(): Promise<void> {
    stopping = true
    clearTimeout(retry)
    const own = child
    if (!own) return
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => own.kill('SIGKILL'), stopMs)
      const done = () => {
        clearTimeout(force)
        resolve()
      }
      own.once('close', done)
      own.once('error', done)
      if (own.connected) own.send({ service: 'stop' }, () => {})
    })
  }

  return {
    start,
    restart: () => {
      clearTimeout(retry)
      deaths = []
      if (child || stopping) return
      tell({ state: 'starting' })
      start()
    },
    call: (name, input) => ask?.(name, input) ?? Promise.resolve({ ok: false, failure: describe('gone') }),
    state: () => current,
    stop,
  }
}

/** The line of an error's text that says most: the last one that names an error, else the last one. */
function lastLine(words: string): string {
  const lines = words.split('\n').filter((line) => line.trim() !== '')
  const named = lines.filter((line) => /^\w*Error\b/.test(line))
  return named[named.length - 1] ?? lines[lines.length - 1] ?? ''
}
