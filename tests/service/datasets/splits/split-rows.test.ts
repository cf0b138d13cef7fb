import { expect, test } from 'vitest'
import { Split } from '../../../../contract/data/split.ts'
import { type SplitFacts, splitRows } from '../../../../service/datasets/splits/split-rows.ts'

const labels = [...Array(60).fill(0), ...Array(30).fill(1), ...Array(10).fill(2)]
const facts = (given: Partial<SplitFacts> = {}): SplitFacts => ({
  name: 'set',
  count: 100,
  labels,
  groups: null,
  times: null,
  ...given,
})
const group = { by: 'column' as const, column: 'g' }
const hold = (split: object, given: Partial<SplitFacts> = {}) => {
  const { validation, test } = splitRows(Split.parse(split), facts(given))
  return { validation: [...validation], test: [...test] }
}
const countOf = (rows: number[], label: number) => rows.filter((row) => labels[row] === label).length
const ascends = (rows: number[]) => rows.every((row, at) => at === 0 || row > (rows[at - 1] as number))

test('last holds out the rows after int(n (1 - share)), as Keras does', () => {
  // Keras: split_at = int(math.floor(n * (1.0 - validation_split)))
  expect(hold({ kind: 'last', share: 0.25 }, { count: 10, labels: null }).validation).toEqual([7, 8, 9])
  expect(hold({ kind: 'last', share: 0.2 }, { count: 150, labels: null }).validation).toEqual(
    Array.from({ length: 30 }, (_, i) => 120 + i),
  )
})

test('last puts what is held out for good behind what is validated on', () => {
  const held = hold({ kind: 'last', share: 0.2, testShare: 0.1 }, { count: 20, labels: null })
  expect(held).toEqual({ validation: [14, 15, 16, 17], test: [18, 19] })
})

test('stratified holds out the same share of every class, for validation and for good', () => {
  const { validation, test } = hold({ share: 0.2, testShare: 0.2, seed: 7 })
  expect([0, 1, 2].map((label) => countOf(validation, label))).toEqual([12, 6, 2])
  expect([0, 1, 2].map((label) => countOf(test, label))).toEqual([12, 6, 2])
  expect(validation.filter((row) => test.includes(row))).toEqual([])
})

test('stratified leaves a class of one item in the training rows', () => {
  expect(hold({ share: 0.5, seed: 1 }, { count: 4, labels: [0, 0, 0, 1] }).validation).not.toContain(3)
})

test('random holds out a share of all rows, whatever their class', () => {
  const { validation } = hold({ kind: 'random', share: 0.3, seed: 3 })
  expect(validation).toHaveLength(30)
  expect(new Set(validation).size).toBe(30)
})

test('the rows come in ascending order, and are the same for the same seed and others for another', () => {
  const { validation } = hold({ kind: 'random', share: 0.3, seed: 3 })
  expect(ascends(validation)).toBe(true)
  expect(hold({ kind: 'random', share: 0.3, seed: 3 }).validation).toEqual(validation)
  expect(hold({ kind: 'random', share: 0.3, seed: 4 }).validation).not.toEqual(validation)
})

test('no group is on two sides, and about the share that was asked for is held out', () => {
  const groups = labels.map((_, row) => (row * 7) % 13)
  for (let seed = 0; seed < 20; seed++) {
    const { validation, test } = hold({ kind: 'group', share: 0.2, testShare: 0.2, group, seed }, { groups })
    const of = (rows: number[]) => new Set(rows.map((row) => groups[row]))
    const train = labels.map((_, row) => row).filter((row) => ![...validation, ...test].includes(row))
    const sides = [validation, test, train].map(of)
    const all = new Set(sides.flatMap((side) => [...side]))
    expect(sides.reduce((sum, side) => sum + side.size, 0)).toBe(all.size)
    for (const held of [validation, test]) expect(Math.abs(held.length - 20)).toBeLessThanOrEqual(8)
  }
})

test('one group alone cannot be split, and says so', () => {
  const groups = labels.map(() => 0)
  expect(() => hold({ kind: 'group', group }, { groups })).toThrow(
    expect.objectContaining({ code: 'split.few-groups', values: { name: 'set', groups: 1, needed: 2 } }),
  )
})

test('by time, what is held out is later than all that is trained on, and one moment is never parted', () => {
  const times = labels.map((_, row) => (row % 2 ? Math.floor((row * 37) % 50) : Number.NaN))
  const { validation, test } = hold({ kind: 'time', share: 0.2, testShare: 0.1, timeColumn: 't' }, { times })
  const of = (rows: number[]) => rows.map((row) => times[row] as number)
  expect(Math.min(...of(test))).toBeGreaterThan(Math.max(...of(validation)))
  const held = new Set([...validation, ...test])
  const train = of(labels.map((_, row) => row).filter((row) => !held.has(row)))
  const earlier = train.filter((time) => !Number.isNaN(time))
  expect(Math.max(...earlier)).toBeLessThan(Math.min(...of(validation)))
  expect(train.length - earlier.length).toBe(50)
})

test.each([
  [{ stratified: true }],
  [{ stratified: false }],
  [{ stratified: true, shuffle: false }],
  [{ stratified: true, group }],
  [{ stratified: false, group }],
])('the folds of %o hold every row out once, and what is held out for good never', (given) => {
  const groups = labels.map((_, row) => (row * 7) % 13)
  const seen = new Map<number, number>()
  let kept: number[] = []
  for (let fold = 0; fold < 4; fold++) {
    const split = { kind: 'k-fold', folds: 4, fold, testShare: 0.2, seed: 5, ...given }
    const { validation, test } = hold(split, { groups })
    kept = test
    for (const row of validation) seen.set(row, (seen.get(row) ?? 0) + 1)
  }
  expect([...seen.values()].every((times) => times === 1)).toBe(true)
  expect(seen.size + kept.length).toBe(100)
  expect(kept.some((row) => seen.has(row))).toBe(false)
})

test('a run that validates otherwise leaves alone what the data set holds out for good', () => {
  const kept = Split.parse({ share: 0.2, testShare: 0.2, seed: 7 })
  const { test } = splitRows(kept, facts())
  const own = splitRows(kept, facts(), Split.parse({ kind: 'random', share: 0.5, seed: 1 }))
  expect(own.test).toEqual(test)
  expect([...own.validation].filter((row) => test.includes(row))).toEqual([])
  expect(own.validation).toHaveLength(50)
})

test('a split that contradicts itself is refused', () => {
  expect(Split.safeParse({ kind: 'group' }).success).toBe(false)
  expect(Split.safeParse({ kind: 'time' }).success).toBe(false)
  expect(Split.safeParse({ kind: 'k-fold', folds: 3, fold: 3 }).success).toBe(false)
  expect(Split.safeParse({ share: 0.6, testShare: 0.5 }).success).toBe(false)
})
