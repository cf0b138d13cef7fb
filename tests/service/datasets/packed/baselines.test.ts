import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { baselinesOf, type Items } from '../../../../service/datasets/packed/baselines.ts'
import { noTexts, type Source } from '../../../../service/datasets/packed/source.ts'
import { seasonOf } from '../../../../service/datasets/series/times.ts'

const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../reference/data/baselines.json'), 'utf8'),
)
const { held, rows } = golden as { held: number; rows: number }

const sourceOf = (labels: number[], more: Partial<Source> = {}): Source => ({
  ...{ part: 'train', items: [], count: labels.length, labels, texts: noTexts, write: async () => {} },
  ...more,
})
/** The first rows are measured, the others were trained on. */
const sides = (source: Source): [Items, Items] => [
  { source, rows: Array.from({ length: held }, (_, row) => row) },
  { source, rows: Array.from({ length: rows - held }, (_, row) => held + row) },
]

test.each(golden.classes as object[])(
  'the largest class is that of DummyClassifier, and as often right',
  (one) => {
    const { labels, class: most, accuracy } = one as { labels: number[]; class: number; accuracy: number }
    const facts = { task: 'classification' as const, classes: ['a', 'b', 'c'], season: null }
    const [found] = baselinesOf(facts, ...sides(sourceOf(labels)))
    expect(found).toMatchObject({ name: 'most-frequent', class: facts.classes[most] })
    expect(found?.metrics.accuracy).toBeCloseTo(accuracy, 12)
  },
)

test.each(golden.values as object[])('mean and median are as far off as those of DummyRegressor', (one) => {
  const { labels, width } = one as { labels: number[]; width: number }
  const facts = { task: 'regression' as const, classes: [], season: null }
  const found = baselinesOf(facts, ...sides(sourceOf(labels, { count: rows, labelWidth: width })))
  expect(found.map(({ name }) => name)).toEqual(['mean', 'median'])
  for (const { name, metrics } of found)
    for (const [metric, value] of Object.entries((one as Record<string, Record<string, number>>)[name] ?? {}))
      expect(metrics[metric]).toBeCloseTo(value, 9)
})

test('of several labels each is told as most items have it', () => {
  const labels = [1, 0, 1, 1, 0, 0, 1, 0]
  const source = sourceOf(labels, { count: 4, labelWidth: 2 })
  const facts = { task: 'multilabel' as const, classes: ['x', 'y'], season: null }
  // Trained on items 0 to 2, of which two have x and one has y; item 3 has x and not y.
  const found = baselinesOf(facts, { source, rows: [3] }, { source, rows: [0, 1, 2] })
  expect(found[0]?.metrics).toEqual({ binary_accuracy: 1 })
  expect(baselinesOf(facts, { source, rows: [1] }, { source, rows: [0, 1, 2] })[0]?.metrics).toEqual({
    binary_accuracy: 0.5,
  })
})

test('where nobody knows what was trained on, nothing is guessed', () => {
  const facts = { task: 'regression' as const, classes: [], season: null }
  const source = sourceOf([1, 2, 3])
  expect(baselinesOf(facts, { source, rows: [0, 1] }, null)).toEqual([])
  expect(baselinesOf(facts, { source, rows: [] }, { source, rows: [0, 1, 2] })).toEqual([])
})

test.each([
  [3_600_000, 24],
  [900_000, 96],
  [86_400_000, 7],
  [7 * 86_400_000, 52],
  [31 * 86_400_000, 12],
  [91 * 86_400_000, 4],
  [365 * 86_400_000, null],
  [7_000_000, null],
])('rows %i ms apart have a season of %s', (step, rows) => {
  expect(seasonOf(step)).toBe(rows)
})
