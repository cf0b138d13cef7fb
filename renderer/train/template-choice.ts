import type { Dataset } from '../../contract/dataset.ts'

/** The templates that suit a data set, the likeliest first. */
export function templatesFor(dataset: Pick<Dataset, 'kind' | 'task'> | undefined): string[] {
  if (!dataset) return []
  if (dataset.kind !== 'table') return ['cnn-image-classifier']
  return dataset.task === 'regression' ? ['tabular-regressor'] : ['tabular-classifier']
}
