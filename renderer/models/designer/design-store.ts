import { temporal } from 'zundo'
import { create } from 'zustand'
import type { ModelDocument } from '../../../contract/model/model.ts'

interface Design {
  id: string | null
  document: ModelDocument | null
  /** Names of the layers that are selected. */
  selected: readonly string[]
  open: (id: string, document: ModelDocument) => void
  change: (edit: (document: ModelDocument) => ModelDocument) => void
  select: (names: readonly string[]) => void
}

/** The model that is being drawn. Undo and redo go through its documents; what is selected is not a step. */
export const useDesign = create<Design>()(
  temporal(
    (set) => ({
      id: null,
      document: null,
      selected: [],
      open: (id, document) => set({ id, document, selected: [] }),
      change: (edit) => set(({ document }) => (document ? { document: edit(document) } : {})),
      select: (selected) => set({ selected }),
    }),
    {
      limit: 200,
      partialize: ({ document }) => ({ document }),
      equality: (before, now) => before.document === now.document,
    },
  ),
)

/** Goes one change back. */
export const undo = () => useDesign.temporal.getState().undo()
/** Goes one change forth again. */
export const redo = () => useDesign.temporal.getState().redo()

/** Begins drawing another model, with nothing to undo yet. */
export function openDesign(id: string, document: ModelDocument): void {
  useDesign.getState().open(id, document)
  useDesign.temporal.getState().clear()
}
