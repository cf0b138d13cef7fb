import {
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
} from '@tanstack/react-query'
import type { TableName } from '../contract/app.ts'
import type { CallName, Calls, EventName, Events } from '../contract/calls.ts'
import type { Failure } from '../contract/failure.ts'
import type { Connection } from './connection/connection.ts'
import { openConnection } from './connection/open-connection.ts'

/** A call that failed, with the `Failure` the service gave. */
export class ServiceFailure extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.name = 'ServiceFailure'
    this.failure = failure
  }

  get code(): string {
    return this.failure.code
  }
}

/** Which calls read from a table: what has to be asked again when it changed. */
const readsFrom: Record<TableName, string> = {
  datasets: 'dataset.',
  models: 'model.',
  runs: 'run.',
  preferences: 'preferences.',
  tasks: 'task.',
  app: 'app.',
}

export const queries = new QueryClient({
  defaultOptions: {
    // Only `tables.changed` makes an answer old; there is no network that could come and go.
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
      networkMode: 'always',
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

let opened: Connection | null = null

/** The one connection of this window, opened when it is first asked for. */
export function connection(): Connection {
  if (!opened) {
    opened = openConnection()
    keepFresh(opened)
  }
  return opened
}

function keepFresh(link: Connection): void {
  link.on('tables.changed', (tables) => {
    const prefixes = tables.map((table) => readsFrom[table])
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => prefixes.some((prefix) => String(queryKey[0]).startsWith(prefix)),
    })
  })
  let before = ''
  link.onServiceState(({ state }) => {
    // What happened while the service was away was announced to nobody.
    if (state === 'ready' && before !== 'ready') void queries.invalidateQueries()
    before = state
  })
}

/** Calls the service. Throws a `ServiceFailure` when it says no. */
export async function callService<N extends CallName>(
  name: N,
  input: Calls[N]['takes'],
): Promise<Calls[N]['gives']> {
  const reply = await connection().call(name, input)
  if (!reply.ok) throw new ServiceFailure(reply.failure)
  return reply.value
}

/** What the service answers to a call, asked again whenever a table it reads from changed. */
export function useCall<N extends CallName>(
  name: N,
  input: Calls[N]['takes'],
  options: { enabled?: boolean } = {},
): UseQueryResult<Calls[N]['gives'], ServiceFailure> {
  return useQuery<Calls[N]['gives'], ServiceFailure>({
    queryKey: [name, input],
    queryFn: () => callService(name, input),
    enabled: options.enabled ?? true,
  })
}

/** A call that changes something: `mutate(input)` or `await mutateAsync(input)`. */
export function useAction<N extends CallName>(
  name: N,
): UseMutationResult<Calls[N]['gives'], ServiceFailure, Calls[N]['takes']> {
  return useMutation<Calls[N]['gives'], ServiceFailure, Calls[N]['takes']>({
    mutationFn: (input) => callService(name, input),
  })
}

/** Listens to what the service announces. Gives the function that ends it. */
export function onServiceEvent<N extends EventName>(
  name: N,
  listener: (payload: Events[N]) => void,
): () => void {
  return connection().on(name, listener)
}
