import type { SortingState } from '@tanstack/react-table'
import { create } from 'zustand'

export interface RunsView {
  filter: string
  chosen: ReadonlySet<string>
  sorting: SortingState
  /** The run that the pointer is on, among those laid over each other. */
  lookedAt: string | null
}

/** How the runs are looked at: kept while the window is open, so that coming back from a run loses nothing. */
export const useRunsView = create<RunsView>()(() => ({
  filter: '',
  chosen: new Set(),
  sorting: [{ id: 'created', desc: true }],
  lookedAt: null,
}))
