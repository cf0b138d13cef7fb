import type { CallName, Calls, EventName, Events, ParsedInput } from './calls.ts'
import { calls } from './calls.ts'
import { describe, type Failure, toFailure } from './failure.ts'

/** Anything that carries messages both ways: a pipe, a WebSocket, two functions in a test. */
export interface Port {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
}

export type Reply<T> = { ok: true; value: T } | { ok: false; failure: Failure }

interface Request {
  id: number
  call: string
  input: unknown
}
interface Response {
  id: number
  reply: Reply<unknown>
}
interface Announcement {
  event: string
  payload: unknown
}

export interface Caller {
  /** Sends one call and waits for its reply. Never throws: a dead other side gives `gone`. */
  call<N extends CallName>(name: N, input: Calls[N]['takes']): Promise<Reply<Calls[N]['gives']>>
  on<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void
}

export type Handlers = {
  [N in CallName]: (input: ParsedInput<N>) => Promise<Calls[N]['gives']> | Calls[N]['gives']
}

/** The asking side of a port. */
export function connect(port: Port): Caller {
  const waiting = new Map<number, (reply: Reply<never>) => void>()
  const listeners = new Map<string, Set<(payload: never) => void>>()
  let last = 0
  let closed = false
  port.onMessage((raw) => {
    const message = raw as Response | Announcement
    if ('event' in message) {
      for (const listener of listeners.get(message.event) ?? []) listener(message.payload as never)
    } else {
      waiting.get(message.id)?.(message.reply as Reply<never>)
      waiting.delete(message.id)
    }
  })
  port.onClose(() => {
    closed = true
    for (const answer of waiting.values()) answer({ ok: false, failure: describe('gone') })
    waiting.clear()
  })
  return {
    call(name, input) {
      if (closed) return Promise.resolve({ ok: false, failure: describe('gone') })
      return new Promise((resolve) => {
        last += 1
        waiting.set(last, resolve)
        port.send({ id: last, call: name, input } satisfies Request)
      })
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener as (payload: never) => void))
      return () => void set.delete(listener as (payload: never) => void)
    },
  }
}

/** The answering side: parses every input once, runs its handler, returns failures instead of throwing. Gives a function that announces events. */
export function serve(
  port: Port,
  handlers: Handlers,
): <N extends EventName>(name: N, payload: Events[N]) => void {
  let closed = false
  port.onClose(() => {
    closed = true
  })
  port.onMessage(async (raw) => {
    const { id, call, input } = raw as Request
    const reply = await answer(handlers, call, input)
    if (!closed) port.send({ id, reply } satisfies Response)
  })
  return (event, payload) => {
    if (!closed) port.send({ event, payload } satisfies Announcement)
  }
}

/** Runs one call by its name: what `serve` does for a message, for callers in the same process. */
export async function answer(handlers: Handlers, call: string, input: unknown): Promise<Reply<unknown>> {
  if (!Object.hasOwn(calls, call)) return { ok: false, failure: describe('unknown-call', { name: call }) }
  const name = call as CallName
  const parsed = calls[name].takes.safeParse(input)
  if (!parsed.success) {
    const detail = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
    return { ok: false, failure: describe('bad-input', { detail }) }
  }
  try {
    const handler = handlers[name] as (input: unknown) => unknown
    return { ok: true, value: await handler(parsed.data) }
  } catch (thrown) {
    return { ok: false, failure: toFailure(thrown) }
  }
}

/** Two ports joined in memory, for tests and for callers in the same process. */
export function portPair(): { here: Port; there: Port; close: () => void } {
  const sides = [0, 1].map(() => ({ message: [] as ((m: unknown) => void)[], close: [] as (() => void)[] }))
  const port = (own: number): Port => ({
    send: (message) =>
      void Promise.resolve().then(() => {
        for (const listener of sides[1 - own]?.message ?? []) listener(structuredCopy(message))
      }),
    onMessage: (listener) => void sides[own]?.message.push(listener),
    onClose: (listener) => void sides[own]?.close.push(listener),
  })
  return {
    here: port(0),
    there: port(1),
    close: () => {
      for (const side of sides) for (const listener of side.close) listener()
    },
  }
}

/** What a real pipe would do to a message: nothing is shared, `undefined` disappears. */
function structuredCopy(message: unknown): unknown {
  return JSON.parse(JSON.stringify(message))
}
