import type { CallName, Calls, EventName, Events } from '../../contract/calls.ts'
import { answer, type Caller, type Reply } from '../../contract/wire.ts'
import { connectToHolder, listenOnSocket } from '../socket.ts'
import { type Service, startService } from '../start-service.ts'

/** What a command works with: the calls of the one service of a home folder, in this process or in another. */
export interface Session {
  /** The value of a call. @throws CallFailed */
  ask<N extends CallName>(name: N, input: Calls[N]['takes']): Promise<Calls[N]['gives']>
  on<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void
  /** The service, when it runs in this process. */
  service: Service | null
  close(): Promise<void>
}

/** A call that came back with a failure; the command line prints it and ends with 1 or 2. */
export class CallFailed extends Error {
  readonly code: string
  readonly hint: string | undefined
  constructor(failure: { code: string; message: string; hint?: string }) {
    super(failure.message)
    this.code = failure.code
    this.hint = failure.hint
  }
}

function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value
  throw new CallFailed(reply.failure)
}

/** Speaks to the service that holds the home folder already, or starts one here. `engine`: whether a warm engine is wanted. */
export async function openSession(home: string, holder: string, engine: boolean): Promise<Session> {
  const other = await connectToHolder(home)
  if (other) return overCaller(other)
  const service = await startService({ home, holder, spare: engine })
  const socket = await listenOnSocket(home, service)
  return {
    ask: async (name, input) => unwrap((await answer(service.handlers, name, input)) as Reply<never>),
    on: (name, listener) =>
      service.onEvent((event, payload) => {
        if ((event as string) === name) listener(payload as never)
      }),
    service,
    close: async () => {
      await socket.close()
      await service.stop()
    },
  }
}

function overCaller(caller: Caller & { close(): void }): Session {
  return {
    ask: async (name, input) => unwrap(await caller.call(name, input)),
    on: (name, listener) => caller.on(name, listener),
    service: null,
    close: async () => caller.close(),
  }
}
