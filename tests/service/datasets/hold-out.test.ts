import { expect, test } from 'vitest'
import { holdOut } from '../../../service/datasets/hold-out.ts'

const labels = [...Array(60).fill(0), ...Array(30).fill(1), ...Array(10).fill(2)]
const countOf = (rows: number[], label: number) => rows.filter((row) => labels[row] === label).length

test('last holds out the rows after int(n (1 - share)), as Keras does', () => {
  // Keras: split_at = int(math.floor(n * (1.0 - validation_split)))
  expect(holdOut(10, null, 0.25, 'last', 1)).toEqual([7, 8, 9])
  expect(holdOut(150, null, 0.2, 'last', 1)).toEqual(Array.from({ length: 30 }, (_, i) => 120 + i))
})

test('stratified holds out the same share of every class', () => {
  const held = holdOut(100, labels, 0.2, 'stratified', 7)
  expect([0, 1, 2].map((label) => countOf(held, label))).toEqual([12, 6, 2])
})

test('stratified leaves a class of one item in the training rows', () => {
  expect(holdOut(4, [0, 0, 0, 1], 0.5, 'stratified', 1)).not.toContain(3)
})

test('random holds out a share of all rows, whatever their class', () => {
  const held = holdOut(100, labels, 0.3, 'random', 3)
  expect(held).toHaveLength(30)
  expect(new Set(held).size).toBe(30)
})

test('the rows come in ascending order, and are the same for the same seed and others for another', () => {
  const held = holdOut(100, labels, 0.3, 'random', 3)
  expect(held).toEqual([...held].sort((a, b) => a - b))
  expect(holdOut(100, labels, 0.3, 'random', 3)).toEqual(held)
  expect(holdOut(100, labels, 0.3, 'random', 4)).not.toEqual(held)
})
