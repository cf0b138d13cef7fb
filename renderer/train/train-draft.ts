import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { ModelDocument } from '../../contract/model/model.ts'
import type { Run } from '../../contract/training/run.ts'
import { defaultSettings, TrainingSettings } from '../../contract/training/training.ts'

/** Where the model comes from: one that was saved, a template shaped for the data, or the very model of a run. */
export type ModelChoice =
  | { kind: 'saved'; id: string }
  | { kind: 'template'; name: string }
  | { kind: 'run'; document: ModelDocument }

export interface TrainDraft {
  dataset: string | null
  model: ModelChoice | null
  settings: TrainingSettings
  name: string
}

interface TrainDraftStore extends TrainDraft {
  set: (change: Partial<TrainDraft>) => void
  change: (settings: Partial<TrainingSettings>) => void
  /** The same data, model and settings as a run had. */
  startFrom: (run: Pick<Run, 'datasetId' | 'model' | 'settings'>) => void
}

const fresh: TrainDraft = { dataset: null, model: null, settings: defaultSettings, name: '' }

/** What is being put together for the next run; kept when the window closes. */
export const useTrainDraft = create<TrainDraftStore>()(
  persist(
    (set) => ({
      ...fresh,
      set: (change) => set(change),
      change: (settings) => set((draft) => ({ settings: { ...draft.settings, ...settings } })),
      startFrom: (run) =>
        set({
          dataset: run.datasetId,
          model: { kind: 'run', document: run.model },
          settings: run.settings,
          name: '',
        }),
    }),
    {
      name: 'lathe.train',
      partialize: ({ dataset, model, settings, name }) => ({ dataset, model, settings, name }),
      merge: (kept, current) => ({ ...current, ...readDraft(kept) }),
    },
  ),
)

/** A kept draft, as far as it can still be read: settings of an older version fall back to the defaults. */
export function readDraft(kept: unknown): TrainDraft {
  const draft = { ...fresh, ...(kept as Partial<TrainDraft> | null | undefined) }
  const settings = TrainingSettings.safeParse(draft.settings)
  return { ...draft, settings: settings.success ? settings.data : defaultSettings }
}
