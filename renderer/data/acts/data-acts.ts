import { create } from 'zustand'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { excludedCount } from '../../../contract/data/excluded.ts'
import { callService, ServiceFailure } from '../../service.ts'

/** What was last done to a data set, and the version that brings back what was before. */
export interface Done {
  dataset: string
  back: number
  said: {
    key: 'leftOut' | 'takenIn' | 'column' | 'series' | 'ignored' | 'recalled'
    count: number
    name: string
  }
}

/** What was done since the window was opened, the last at the end; `busy` while something is under way. */
export const useActs = create<{ done: Done[]; busy: boolean; failure: ServiceFailure | null }>()(() => ({
  done: [],
  busy: false,
  failure: null,
}))

/** Changes a data set, one change at a time, and remembers how to undo it. */
export async function act(before: Dataset, change: () => Promise<Dataset>): Promise<void> {
  await alone(async () => {
    const after = await change()
    if (after.version === before.version) return
    const done = { dataset: before.id, back: before.version, said: saying(before, after) }
    useActs.setState((acts) => ({ done: [...acts.done, done] }))
  })
}

/** Takes the last change of a data set back. */
export async function undo(dataset: string): Promise<void> {
  const last = useActs.getState().done.findLast((one) => one.dataset === dataset)
  if (!last) return
  await alone(async () => {
    await callService('dataset.restore', { id: dataset, version: last.back })
    useActs.setState((acts) => ({ done: acts.done.filter((one) => one !== last) }))
  })
}

/** Leaves items out of a data set, or takes them in again; a new version either way. */
export const leaveOut = (dataset: Dataset, items: string[], excluded: boolean): Promise<void> =>
  act(dataset, () => callService('dataset.exclude', { id: dataset.id, items, excluded }))

async function alone(work: () => Promise<void>): Promise<void> {
  if (useActs.getState().busy) return
  useActs.setState({ busy: true, failure: null })
  try {
    await work()
  } catch (thrown) {
    if (!(thrown instanceof ServiceFailure)) throw thrown
    if (thrown.code !== 'cancelled') useActs.setState({ failure: thrown })
  } finally {
    useActs.setState({ busy: false })
  }
}

function saying(before: Dataset, after: Dataset): Done['said'] {
  const count = excludedCount(after.excluded) - excludedCount(before.excluded)
  if (count) return { key: count > 0 ? 'leftOut' : 'takenIn', count: Math.abs(count), name: '' }
  const more = after.ignoredFindings.length - before.ignoredFindings.length
  if (more) return { key: more > 0 ? 'ignored' : 'recalled', count: 1, name: '' }
  if (JSON.stringify(after.series) !== JSON.stringify(before.series))
    return { key: 'series', count: 1, name: after.name }
  const column = after.columns.find(({ role }, at) => role !== before.columns[at]?.role)
  return { key: 'column', count: 1, name: column?.name ?? '' }
}
