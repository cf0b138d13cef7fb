import type { Dataset } from '../../contract/dataset.ts'

/** What a template needs to know. `features`: inputs of a table after one-hot coding; 0 for pictures. */
export function datasetFacts(dataset: Dataset) {
  const columns = dataset.columns.filter(
    ({ role, type }) => role === 'feature' && type !== 'text' && type !== 'date',
  )
  const features = columns.reduce((sum, { type, distinct }) => sum + (type === 'category' ? distinct : 1), 0)
  const { kind, task, imageShape } = dataset
  const series = dataset.series && { window: dataset.series.window, columns: features + 1 }
  return { kind, task, classes: dataset.classes.length, imageShape, features, series }
}
