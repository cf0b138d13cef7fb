import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { fineTuned, fineTuningRate } from '../../contract/model/fine-tuning.ts'
import type { ModelDocument } from '../../contract/model/model.ts'
import type { Run } from '../../contract/training/run.ts'
import { defaultSettings, TrainingSettings } from '../../contract/training/training.ts'

/** Where the model comes from: one that was saved, a template shaped for the data, or the very model of a run. */
export type ModelChoice =
  | { kind: 'saved'; id: string }
  /** `picked`: by hand, so that it stays when another would suit better. */
  | { kind: 'template'; name: string; picked?: boolean }
  | { kind: 'run'; document: ModelDocument }

export interface TrainDraft {
  dataset: string | null
  model: ModelChoice | null
  /** What to start from: the path of a file, or a run by id; null: as the model has it. */
  weights: string | null
  settings: TrainingSettings
  name: string
}

interface TrainDraftStore extends TrainDraft {
  set: (change: Partial<TrainDraft>) => void
  change: (settings: Partial<TrainingSettings>) => void
  /** The same data, model and settings as a run had. */
  startFrom: (run: Pick<Run, 'datasetId' | 'model' | 'settings' | 'weights'>) => void
  /** The same data, from what a run has learnt, with a part of what was frozen learning too. */
  fineTune: (run: Pick<Run, 'id' | 'datasetId' | 'model' | 'settings'>) => void
}

const fresh: TrainDraft = {
  dataset: null,
  model: null,
  weights: null,
  settings: defaultSettings,
  name: '',
}

/** The run whose weights a path is of; null where it is another file. */
export const runOfWeights = (path: string | null): string | null =>
  /[/\\]runs[/\\]([^/\\]+)[/\\]weights\.safetensors$/.exec(path ?? '')?.[1] ?? null

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
          weights: runOfWeights(run.weights) ?? run.weights,
          settings: run.settings,
          name: '',
        }),
      fineTune: (run) =>
        set({
          dataset: run.datasetId,
          model: { kind: 'run', document: fineTuned(run.model) },
          weights: run.id,
          settings: { ...run.settings, learningRate: fineTuningRate },
          name: '',
        }),
    }),
    {
      name: 'lathe.train',
      partialize: ({ dataset, model, weights, settings, name }) => ({
        dataset,
        model,
        weights,
        settings,
        name,
      }),
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
