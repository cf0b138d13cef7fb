import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  groupFolds,
  plainFolds,
  stratifiedFolds,
  stratifiedGroupFolds,
} from '../../../../service/datasets/splits/folds.ts'

interface Golden {
  labels: number[]
  groups: number[]
  cases: ({ folds: number } & Record<'plain' | 'stratified' | 'group' | 'stratified_group', number[]>)[]
}
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../../reference/data/splits.json', import.meta.url), 'utf8'),
)
const { labels, groups } = golden
const count = (values: ArrayLike<number>, folds: number) =>
  Array.from({ length: folds }, (_, fold) => Array.from(values).filter((one) => one === fold).length)

describe.each(golden.cases)("$folds folds equal scikit-learn's", (one) => {
  test('KFold', () => expect([...plainFolds(labels.length, one.folds, null)]).toEqual(one.plain))
  test('StratifiedKFold', () => expect([...stratifiedFolds(labels, one.folds, null)]).toEqual(one.stratified))
  test('GroupKFold', () => expect([...groupFolds(groups, one.folds)]).toEqual(one.group))
  test('StratifiedGroupKFold', () =>
    expect([...stratifiedGroupFolds(labels, groups, one.folds)]).toEqual(one.stratified_group))
})

test('shuffled folds are as large, the same for a seed, and others for another', () => {
  const drawn = plainFolds(103, 5, 1)
  expect(count(drawn, 5)).toEqual([21, 21, 21, 20, 20])
  expect(plainFolds(103, 5, 1)).toEqual(drawn)
  expect(plainFolds(103, 5, 2)).not.toEqual(drawn)
})

test('shuffled stratified folds keep the share of every class', () => {
  const drawn = stratifiedFolds(labels, 4, 3)
  for (const label of [0, 1, 2]) {
    const own = count(
      drawn.filter((_, row) => labels[row] === label),
      4,
    )
    expect(Math.max(...own) - Math.min(...own)).toBeLessThanOrEqual(1)
  }
})
