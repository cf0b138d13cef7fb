import { expect, test } from 'vitest'
import { stepsOf, timeOf } from '../../../../service/datasets/series/times.ts'
import { askedRow, type Cut, windowEnds } from '../../../../service/datasets/series/window-ends.ts'

const cut = (steps: number, more: Partial<Cut> = {}): Cut => ({
  steps,
  samplingRate: 1,
  horizon: 1,
  sequenceStride: 1,
  ...more,
})

test('a window asks for the row behind it, and there is one for each such row', () => {
  expect(windowEnds(6, new Set(), cut(3), () => true)).toEqual([3, 4, 5])
})

test('to predict, the last window asks for the row that is not there yet', () => {
  expect(windowEnds(6, new Set(), cut(3), null)).toEqual([3, 4, 5, 6])
})

test('no window has a gap in it or before what it asks for', () => {
  // The gap lies between rows 3 and 4.
  expect(windowEnds(9, new Set([4]), cut(3), () => true)).toEqual([3, 7, 8])
})

test('a row without its value is not asked for, but still a step', () => {
  expect(windowEnds(6, new Set(), cut(2), (row) => row !== 3)).toEqual([2, 4, 5])
})

test.each([
  ['1949-02', Date.UTC(1949, 1, 1)],
  ['2016-07-01 05:30:00', Date.UTC(2016, 6, 1, 5, 30)],
  ['2016-07-01T05:30:00+02:00', Date.UTC(2016, 6, 1, 3, 30)],
  ['3.12.1999', Date.UTC(1999, 11, 3)],
  ['3/12/68', Date.UTC(2068, 11, 3)],
])('%s is read as a time', (cell, time) => {
  expect(timeOf(cell, 'day-first')).toBe(time)
})

test('12/31/2020 is a date only with the month first', () => {
  expect(timeOf('12/31/2020', 'day-first')).toBeNaN()
  expect(timeOf('12/31/2020', 'month-first')).toBe(Date.UTC(2020, 11, 31))
})

test('a step of more than one and a half times the usual one is a gap', () => {
  const times = Array.from({ length: 40 }, (_, row) => (row < 20 ? row : row + 3))
  expect(stepsOf(times)).toEqual({ step: 1, gaps: [20], uneven: false })
})

test('work days have no gaps, but uneven steps', () => {
  const times = Array.from({ length: 40 }, (_, row) => row + 2 * Math.floor(row / 5))
  expect(stepsOf(times)).toEqual({ step: 1, gaps: [], uneven: true })
})

test('times that do not ascend are no series', () => {
  expect(stepsOf([1, 2, 2, 3])).toBeNull()
  expect(stepsOf([1, Number.NaN, 3])).toBeNull()
})

test('with a horizon, a window needs every row it asks for', () => {
  expect(windowEnds(6, new Set(), cut(2, { horizon: 3 }), () => true)).toEqual([2, 3])
  expect(windowEnds(6, new Set(), cut(2, { horizon: 2 }), (row) => row !== 4)).toEqual([2])
  expect(windowEnds(8, new Set([5]), cut(2, { horizon: 2 }), () => true)).toEqual([2, 3])
})

test('a stride leaves windows out, and a sampling rate rows within them and before what they ask for', () => {
  expect(windowEnds(9, new Set(), cut(2, { sequenceStride: 3 }), () => true)).toEqual([2, 5, 8])
  const sampled = cut(3, { samplingRate: 2, horizon: 2 })
  // The first window is rows 0, 2 and 4; it asks for rows 6 and 8.
  expect(windowEnds(10, new Set(), sampled, () => true)).toEqual([5, 6])
  expect([askedRow(5, 1, sampled), askedRow(5, 2, sampled)]).toEqual([6, 8])
})

test.each([
  ['19580329', Date.UTC(1958, 2, 29)],
  ['20240229', Date.UTC(2024, 1, 29)],
])('%s, a date without signs, is read as a time', (cell, time) => {
  expect(timeOf(cell, 'day-first')).toBe(time)
})
