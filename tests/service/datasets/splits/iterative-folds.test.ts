import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Split } from '../../../../contract/data/split.ts'
import { iterativeFolds } from '../../../../service/datasets/splits/iterative-folds.ts'
import { randomFrom } from '../../../../service/datasets/splits/random-from.ts'
import { splitRows } from '../../../../service/datasets/splits/split-rows.ts'

/** What tests/reference/make_splits_golden.py wrote down from the package iterative-stratification. */
const golden: { several: number[][]; iterative: { shares: number[]; of: number[] }[] } = JSON.parse(
  readFileSync(new URL('../../../reference/data/splits.json', import.meta.url), 'utf8'),
)

test.each(golden.iterative)(
  'rows with several labels are dealt out by $shares as iterative-stratification does',
  ({ shares, of }) => {
    const several = { values: golden.several.flat(), width: 5 }
    const rows = Int32Array.from(golden.several.keys())
    expect([...iterativeFolds(several, rows, shares, () => 0)]).toEqual(of)
  },
)

/** A thousand items; the last label is rare and comes only with the first. */
function manyItems() {
  const random = randomFrom(9)
  const width = 6
  const values = Array.from({ length: 1000 }, () => {
    const own = [0.5, 0.3, 0.1, 0.05, 0.3].map((share) => Number(random() < share))
    return [...own, Number(own[0] === 1 && random() < 0.03)]
  }).flat()
  return { name: 's', count: 1000, labels: null, groups: null, times: null, several: { values, width } }
}

test('a share is held out of every label, and others for another seed', () => {
  const facts = manyItems()
  const { values, width } = facts.several
  const counted = (rows: Iterable<number>) =>
    Array.from({ length: width }, (_, label) =>
      [...rows].reduce((sum, row) => sum + (values[row * width + label] as number), 0),
    )
  const all = counted([...Array(1000).keys()])
  const hold = (seed: number, kind = 'stratified') =>
    splitRows(Split.parse({ kind, share: 0.2, testShare: 0.1, seed }), facts)
  const { validation, test } = hold(3)
  expect(validation.length).toBeGreaterThan(195)
  expect(validation.length).toBeLessThan(205)
  expect([...validation].filter((row) => test.includes(row))).toEqual([])
  expect([...validation]).toEqual([...validation].sort((a, b) => a - b))
  for (const [label, many] of all.entries()) {
    expect(Math.abs((counted(validation)[label] ?? 0) - 0.2 * many)).toBeLessThanOrEqual(1.5)
    expect(Math.abs((counted(test)[label] ?? 0) - 0.1 * many)).toBeLessThanOrEqual(1.5)
  }
  expect(hold(3)).toEqual(hold(3))
  expect(hold(4).validation).not.toEqual(validation)
  // Drawn at random, some label is off by more.
  const off = counted(hold(3, 'random').validation).map((found, label) =>
    Math.abs(found - 0.2 * (all[label] ?? 0)),
  )
  expect(Math.max(...off)).toBeGreaterThan(3)
})

test('folds have their share of every label, and together all rows', () => {
  const facts = manyItems()
  const folds = [0, 1, 2, 3].map(
    (fold) =>
      splitRows(Split.parse({ kind: 'k-fold', folds: 4, fold, stratified: true, shuffle: true }), facts)
        .validation,
  )
  expect(folds.flatMap((rows) => [...rows]).sort((a, b) => a - b)).toEqual([...Array(1000).keys()])
  const rare = folds.map((rows) =>
    rows.reduce((sum, row) => sum + (facts.several.values[row * 6 + 5] as number), 0),
  )
  expect(Math.max(...rare) - Math.min(...rare)).toBeLessThanOrEqual(1)
})
