import { createHash } from 'node:crypto'
import { Dataset } from '../../../contract/data/dataset.ts'

/** What the person decided about a data set that changes what a model gets to see of the same files. */
const choices = ['excluded', 'split', 'preprocessing'] as const

/**
 * The digest of a data set: that of its files, `contents`, and of what the person decided about them. A field that has the
 * value of one that was never stored does not count, so that a data set nobody decided anything about keeps its digest.
 */
export function digestOf(contents: string, dataset: Dataset): string {
  const set = choices.filter((name) => text(dataset, name) !== text(untouched, name))
  if (!set.length) return contents
  const seen = [contents, ...set.map((name) => [name, text(dataset, name)])]
  return createHash('sha256').update(JSON.stringify(seen)).digest('hex')
}

/** The same field for field: zod gives each its default, and the order of its keys. */
const text = (dataset: object, name: string) => JSON.stringify((dataset as Record<string, unknown>)[name])

const untouched = Dataset.parse({
  id: 'untouched',
  version: 1,
  digest: '',
  createdAt: 0,
  paths: [],
  kind: 'table',
  name: '',
  classes: [],
  task: 'classification',
  parts: [],
  items: 0,
  bytes: 0,
  imageShape: null,
  columns: [],
  skipped: [],
  warnings: [],
})
