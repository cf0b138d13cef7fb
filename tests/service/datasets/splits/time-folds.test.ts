import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Split } from '../../../../contract/data/split.ts'
import { splitRows } from '../../../../service/datasets/splits/split-rows.ts'

interface Case {
  folds: number
  time: { train: number[]; test: number[] }[]
}
const golden: { labels: number[]; cases: Case[] } = JSON.parse(
  readFileSync(new URL('../../../reference/data/splits.json', import.meta.url), 'utf8'),
)
const count = golden.labels.length
const facts = { name: 'a', count, labels: null, groups: null, times: null, ordered: true }
const folded = (folds: number, fold: number, more: object = {}) =>
  splitRows(Split.parse({ kind: 'last', ...more }), facts, Split.parse({ kind: 'k-fold', folds, fold }))

test.each(golden.cases)('$folds folds of a time series are those of TimeSeriesSplit', ({ folds, time }) => {
  for (const [fold, { train, test: held }] of time.entries()) {
    const { validation, later } = folded(folds, fold)
    expect([...validation]).toEqual(held)
    const gone = new Set([...validation, ...later])
    expect(golden.labels.map((_, row) => row).filter((row) => !gone.has(row))).toEqual(train)
  }
})

test('what is held out for good is the end, and no fold has anything of it', () => {
  for (const fold of [0, 1, 2]) {
    const { validation, test: good, later } = folded(3, fold, { testShare: 0.2 })
    expect([...good]).toEqual(Array.from({ length: 13 }, (_, at) => 48 + at))
    expect(Math.max(...validation, ...later)).toBeLessThan(48)
  }
})

test('fewer items than it takes are named', () => {
  const few = { ...facts, count: 4 }
  const four = Split.parse({ kind: 'k-fold', folds: 4, fold: 0 })
  expect(() => splitRows(Split.parse({ share: 0 }), few, four)).toThrow(
    expect.objectContaining({ code: 'split.few-items' }),
  )
})
