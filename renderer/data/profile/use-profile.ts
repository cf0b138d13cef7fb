import { useEffect } from 'react'
import { create } from 'zustand'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { DatasetProfile } from '../../../contract/data/findings.ts'
import { callService, ServiceFailure, useCall } from '../../service.ts'

/** A look at a data set, by the digest of what is looked at. */
interface Look {
  task: string | null
  failure: ServiceFailure | null
  cancelled: boolean
}
const useLooks = create<{ looks: Record<string, Look>; last: Record<string, DatasetProfile> }>()(() => ({
  looks: {},
  last: {},
}))

/** Above this a look takes minutes: it is begun when it is asked for. */
const mostAtOnce = 200_000
const mostBytes = 256 * 2 ** 20

/**
 * What is known of a data set. Nobody has to ask for it, unless it is large; `stale`: what is shown is of the version before, until the present one has
 * been looked at.
 */
export function useProfile(dataset: Dataset) {
  const { id, digest, items, bytes } = dataset
  const stored = useCall('dataset.profile', { id })
  const look = useLooks(({ looks }) => looks[digest])
  const last = useLooks((known) => known.last[id])
  const now = stored.data?.digest === digest ? stored.data : null
  const missing = stored.data !== undefined && !stored.isFetching && !now
  useEffect(() => {
    if (now) useLooks.setState((known) => ({ last: { ...known.last, [id]: now } }))
    else if (missing && !look && items <= mostAtOnce && bytes <= mostBytes) void begin(id, digest)
  }, [now, missing, look, id, digest, items, bytes])
  return {
    profile: now ?? last ?? null,
    stale: !now && last !== undefined,
    task: look?.task ?? null,
    failure: look?.failure ?? stored.error ?? null,
    /** Nobody looks, and nobody has. */
    waiting: missing && !look?.task,
    begin: () => void begin(id, digest),
    cancel: () => void (look?.task && callService('task.cancel', { id: look.task }).catch(() => {})),
  }
}

async function begin(id: string, digest: string): Promise<void> {
  const task = crypto.randomUUID()
  const set = (look: Look) => useLooks.setState(({ looks }) => ({ looks: { ...looks, [digest]: look } }))
  if (useLooks.getState().looks[digest]?.task) return
  set({ task, failure: null, cancelled: false })
  try {
    await callService('dataset.makeProfile', { id, task })
    // Seen again later, without its file, it is looked at again.
    useLooks.setState(({ looks: { [digest]: _, ...looks } }) => ({ looks }))
  } catch (thrown) {
    const failure = thrown instanceof ServiceFailure ? thrown : null
    const cancelled = failure?.code === 'cancelled'
    set({ task: null, failure: cancelled ? null : failure, cancelled })
  }
}
