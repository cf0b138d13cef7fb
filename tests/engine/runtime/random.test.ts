import { expect, test } from 'vitest'
import { randomFrom, seedFor, shuffled } from '../../../engine/runtime/random.ts'

test('shuffling keeps every number once and depends on the seed alone', () => {
  const first = shuffled(1000, randomFrom(3))
  expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, index) => index))
  expect(shuffled(1000, randomFrom(3))).toEqual(first)
  expect(shuffled(1000, randomFrom(4))).not.toEqual(first)
})

test('draws are spread evenly over [0, 1)', () => {
  const random = randomFrom(1)
  const tenths = new Array<number>(10).fill(0)
  for (let draw = 0; draw < 100_000; draw++) {
    const tenth = Math.floor(random() * 10)
    tenths[tenth] = (tenths[tenth] ?? Number.NaN) + 1
  }
  for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500)
})

test('seeds for different names differ and are positive 31-bit numbers', () => {
  const seeds = ['a', 'b', 'dense/kernel', 'dense/bias'].map((name) => seedFor(1, name))
  expect(new Set(seeds).size).toBe(4)
  for (const seed of seeds) expect(seed).toBeGreaterThan(0)
})
