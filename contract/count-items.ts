import type { Dataset } from './dataset.ts'
import type { TrainingSettings } from './training.ts'

/** How many items would be trained and validated on, by the same rule as the service's: own part, else a share of train. */
export function countItems(
  dataset: Dataset,
  settings: Pick<TrainingSettings, 'validationSplit'>,
): { trainItems: number; validationItems: number; from: 'validation' | 'test' | 'split' | 'none' } {
  const items = (part: string) => dataset.parts.find((one) => one.part === part)?.items ?? 0
  const train = items('train')
  if (settings.validationSplit === null) {
    for (const part of ['validation', 'test'] as const) {
      if (items(part) > 0) return { trainItems: train, validationItems: items(part), from: part }
    }
  }
  const held = Math.round(train * (settings.validationSplit ?? 0.2))
  return { trainItems: train - held, validationItems: held, from: held > 0 ? 'split' : 'none' }
}
