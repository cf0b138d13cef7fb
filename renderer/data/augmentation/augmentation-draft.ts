import { create } from 'zustand'
import type { Augmentation } from '../../../contract/data/augmentation.ts'

interface Drafts {
  /** By the data set's id: what is being tried out and not kept yet. */
  drafts: Record<string, Augmentation>
  seed: number
  set: (id: string, draft: Augmentation | null) => void
  setSeed: (seed: number) => void
}

/** What is tried out on the tab outlives a change of the tab or the screen. */
export const useAugmentationDraft = create<Drafts>()((set) => ({
  drafts: {},
  seed: 1,
  set: (id, draft) =>
    set(({ drafts: { [id]: _old, ...rest } }) => ({ drafts: draft ? { ...rest, [id]: draft } : rest })),
  setSeed: (seed) => set({ seed }),
}))
