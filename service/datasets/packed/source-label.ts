import type { Dataset } from '../../../contract/data/dataset.ts'
import type { Source } from './source.ts'

/** Values to predict, in words. */
export const valueText = (values: number[]): string =>
  values.map((value) => String(Number(value.toPrecision(6)))).join(', ')

/** What an item is labelled, in words: its class, its labels, or its values. Classes are numbered as the data set has them. */
export function labelOf(
  { task, classes }: Pick<Dataset, 'task' | 'classes'>,
  source: Source,
  item: number,
): string {
  const { labels, labelWidth = 1 } = source
  const own = Array.from({ length: labelWidth }, (_, at) => labels[item * labelWidth + at] ?? 0)
  if (task === 'regression') return valueText(own)
  if (task === 'multilabel') return classes.filter((_, at) => own[at]).join(', ')
  return classes[own[0] ?? 0] ?? ''
}
