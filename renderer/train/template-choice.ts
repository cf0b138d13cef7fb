import { type Dataset, readsText } from '../../contract/data/dataset.ts'

/** The templates that suit a data set, the likeliest first. */
export function templatesFor(
  dataset: Pick<Dataset, 'kind' | 'task' | 'columns' | 'series'> | undefined,
): string[] {
  if (!dataset) return []
  if (readsText(dataset)) return ['lstm-sequence-classifier', 'transformer-text-classifier']
  if (dataset.kind !== 'table') return ['cnn-image-classifier']
  if (dataset.series) return ['lstm-forecaster', 'tabular-regressor']
  return dataset.task === 'regression' ? ['tabular-regressor'] : ['tabular-classifier']
}
