import type { TrainingSettings } from '../training/training.ts'
import type { Dataset } from './dataset.ts'

/**
 * How many items would be trained and validated on, by the same rule as the service's: as the data set's split has it,
 * else its own part, else a share of train.
 */
export function countItems(
  dataset: Dataset,
  settings: Pick<TrainingSettings, 'validationSplit'> &
    Partial<Pick<TrainingSettings, 'splitKind' | 'folds'>>,
): {
  trainItems: number
  validationItems: number
  from: 'validation' | 'test' | 'kept' | 'split' | 'folds' | 'none'
} {
  const items = (part: string) => dataset.parts.find((one) => one.part === part)?.items ?? 0
  const { split } = dataset
  const all = items('train')
  // What is held out for good is not trained on, whatever a run says.
  const train = all - Math.round(all * (split?.testShare ?? 0))
  if (settings.folds) {
    const { folds } = settings.folds
    // The folds of a time series grow; the last one is trained on all but one of a part more than there are folds.
    const held = Math.round(train / (dataset.series ? folds + 1 : folds))
    return { trainItems: train - held, validationItems: held, from: 'folds' }
  }
  if (split && settings.validationSplit === null && !settings.splitKind) {
    const held = Math.round(split.kind === 'k-fold' ? train / split.folds : all * split.share)
    return { trainItems: train - held, validationItems: held, from: held > 0 ? 'kept' : 'none' }
  }
  if (settings.validationSplit === null) {
    for (const part of ['validation', 'test'] as const) {
      if (items(part) > 0) return { trainItems: train, validationItems: items(part), from: part }
    }
  }
  const held = Math.round(all * (settings.validationSplit ?? 0.2))
  return { trainItems: train - held, validationItems: held, from: held > 0 ? 'split' : 'none' }
}
