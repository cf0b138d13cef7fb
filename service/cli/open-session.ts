import { setTimeout as pause } from 'node:timers/promises'
import type { CallName, Calls, EventName, Events } from '../../contract/calls.ts'
import { Fault } from '../../contract/failure.ts'
import { answer, type Reply } from '../../contract/wire.ts'
import { connectToHolder, listenOnSocket, type RemoteService } from '../socket.ts'
import { type Service, startService } from '../start-service.ts'

/** What a command works with: the calls of the one service of a home folder, in this process or in another. */
export interface Session {
  /** The value of a call. @throws CallFailed */
  ask<N extends CallName>(name: N, input: Calls[N]['takes']): Promise<Calls[N]['gives']>
  on<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void
  /** The service, when it runs in this process. */
  service: Service | null
  /** Settles when the process that answers has ended; never, when that is this one. */
  ended: Promise<void>
  /** Settles as soon as no other command works with the service of this process. */
  alone(): Promise<void>
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

/** How long another Lathe may hold the folder without answering: it is starting, or closing. */
const patience = 15_000

/**
 * Speaks to the service that holds the home folder already, or starts one here. `engine`: whether a warm engine is wanted.
 * @throws Fault `home-held` when the one who holds it does not answer
 */
export async function openSession(home: string, holder: string, engine: boolean): Promise<Session> {
  const latest = Date.now() + patience
  for (;;) {
    const other = await connectToHolder(home)
    // One that is just closing takes the connection and does not answer any more.
    const answered = other && (await other.call('task.list', {})).ok
    if (other && answered) return overHolder(other)
    try {
      return await startHere(home, holder, engine)
    } catch (thrown) {
      const held = thrown instanceof Fault && thrown.code === 'home-held'
      if (!held || Date.now() > latest) throw thrown
      // Two commands started together: the other one has the folder and does not listen yet.
      await pause(50)
    }
  }
}

async function startHere(home: string, holder: string, engine: boolean): Promise<Session> {
  const service = await startService({ home, holder, spare: engine })
  const socket = await listenOnSocket(home, service)
  return {
    ask: async (name, input) => unwrap((await answer(service.handlers, name, input)) as Reply<never>),
    on: (name, listener) =>
      service.onEvent((event, payload) => {
        if ((event as string) === name) listener(payload as never)
      }),
    service,
    ended: new Promise(() => {}),
    alone: socket.alone,
    close: async () => {
      await socket.close()
      await service.stop()
    },
  }
}

function overHolder(holder: RemoteService): Session {
  return {
    ask: async (name, input) => unwrap(await holder.call(name, input)),
    on: (name, listener) => holder.on(name, listener),
    service: null,
    ended: holder.ended,
    alone: () => Promise.resolve(),
    close: async () => holder.close(),
  }
}
