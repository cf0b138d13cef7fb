import { expect, test } from 'vitest'
import {
  draw,
  liveEnd,
  nearest,
  range,
  ticks,
  toRows,
  valueAt,
} from '../../../renderer/charts/curves-data.ts'
import { axisNumber, bytes, duration, full, short } from '../../../renderer/charts/number-format.ts'
import { shareOf, valueAtPixel } from '../../../renderer/charts/plot-place.ts'
import { runColour } from '../../../renderer/charts/run-colours.ts'
import { smooth } from '../../../renderer/charts/smooth.ts'
import { thin } from '../../../renderer/charts/thin.ts'

const line = (points: { x: number; y: number }[]) => ({
  key: 'a',
  label: 'a',
  colour: '#000',
  dashed: false,
  points,
})

test('smoothing starts at the first value and weighs as TensorBoard does', () => {
  const smoothed = smooth([1, 0, 0], 0.5)
  expect(smoothed[0]).toBeCloseTo(1)
  expect(smoothed[1]).toBeCloseTo(0.25 / 0.75)
  expect(smoothed[2]).toBeCloseTo(0.125 / 0.875)
})

test('smoothing leaves a constant alone, and a value that is not finite out of the mean', () => {
  for (const value of smooth([3, 3, 3, 3], 0.9)) expect(value).toBeCloseTo(3)
  expect(smooth([1, Number.NaN, 1], 0.5)[2]).toBeCloseTo(1)
  expect(smooth([1, 2], 0)).toEqual([1, 2])
})

test('thinning keeps both ends, the order and a lone peak', () => {
  const points = Array.from({ length: 20_000 }, (_, x) => ({ x, y: x === 7777 ? 100 : Math.sin(x / 900) }))
  const thinned = thin(points, 500)
  expect(thinned).toHaveLength(500)
  expect(thinned[0]).toEqual(points[0])
  expect(thinned[499]).toEqual(points[19_999])
  expect(thinned.some((point) => point.y === 100)).toBe(true)
  expect(thinned.every((point, index) => index === 0 || point.x > (thinned[index - 1]?.x ?? 0))).toBe(true)
})

test('thinning leaves a short line alone', () => {
  expect(thin([{ x: 1, y: 1 }], 500)).toEqual([{ x: 1, y: 1 }])
})

test('figures have three significant digits and are whole on hover', () => {
  expect([0.012345, 1.2345, 12345, 0, 1e-7, 0.5, 99.99].map(short)).toEqual([
    '0.0123',
    '1.23',
    '12,300',
    '0',
    '1.00e-7',
    '0.500',
    '100',
  ])
  expect(short(null)).toBe('–')
  expect(short(Number.NaN)).toBe('–')
  expect(full(0.012345678)).toBe('0.012345678')
})

test('times and sizes are short', () => {
  expect([1.23, 59.6, 65, 7389, null].map(duration)).toEqual(['1.2 s', '1:00', '1:05', '2:03:09', '–'])
  expect(bytes(1536)).toBe('1.5 KiB')
  expect(bytes(12)).toBe('12 B')
})

test('a log axis leaves out what is not positive', () => {
  const drawn = draw(
    line([
      { x: 1, y: 0 },
      { x: 2, y: 0.1 },
      { x: 3, y: Number.POSITIVE_INFINITY },
    ]),
    0,
    true,
  )
  expect(drawn.points).toEqual([{ x: 2, y: 0.1 }])
})

test('lines with other steps share one table sorted by step', () => {
  const first = draw(
    line([
      { x: 1, y: 1 },
      { x: 3, y: 3 },
    ]),
    0,
    false,
  )
  const second = draw(
    {
      ...line([
        { x: 2, y: 2 },
        { x: 3, y: 4 },
      ]),
      key: 'b',
    },
    0,
    false,
  )
  expect(toRows([first, second])).toEqual([
    { x: 1, a: 1 },
    { x: 2, b: 2 },
    { x: 3, a: 3, b: 4 },
  ])
})

test('the crosshair finds the nearest point, and none beyond the end of a line', () => {
  expect([-5, 1.4, 1.6, 99].map((x) => nearest([0, 1, 2], x))).toEqual([0, 1, 2, 2])
  expect(nearest([], 1)).toBe(-1)
  const points = [
    { x: 0, y: 5 },
    { x: 10, y: 6 },
  ]
  expect(valueAt(points, 4)?.y).toBe(5)
  expect(valueAt(points, 50)).toBeUndefined()
})

test('axes have a sensible range before the first point', () => {
  expect(range([], false)).toEqual([0, 1])
  expect(range([], true)).toEqual([0.1, 1])
  expect(ticks([0, 1], false)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
  expect(ticks([0.01, 10], true)).toEqual([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10])
})

test('a flat line still has a range with height', () => {
  const [low, high] = range(
    [
      draw(
        line([
          { x: 1, y: 2 },
          { x: 2, y: 2 },
        ]),
        0,
        false,
      ),
    ],
    false,
  )
  expect(high).toBeGreaterThan(low)
})

test('eight runs have eight colours, on light and on dark, and then they come again', () => {
  for (const dark of [false, true]) {
    expect(new Set(Array.from({ length: 8 }, (_, index) => runColour(index, dark))).size).toBe(8)
    expect(runColour(8, dark)).toBe(runColour(0, dark))
  }
})

test('a live axis has room for what comes, and does not press the first steps to its edge', () => {
  expect(liveEnd(0, 800)).toBe(800)
  expect(liveEnd(790, 800)).toBe(800)
  expect(liveEnd(90, 800)).toBe(100)
  expect(liveEnd(90, undefined)).toBe(90)
})

test('a number beside an axis is never wider than the axis', () => {
  expect([0, 0.25, 1500, 30_000, 6e12, 0.00004, -2].map(axisNumber)).toEqual([
    '0',
    '0.25',
    '1,500',
    '30,000',
    '6e12',
    '4e-5',
    '-2',
  ])
})

test('a pixel of the plot is the value that stands there, and one outside of it is none', () => {
  expect(valueAtPixel(56, 456, [1, 101])).toBe(1)
  expect(valueAtPixel(248, 456, [1, 101])).toBe(51)
  expect(valueAtPixel(440, 456, [1, 101])).toBe(101)
  expect(valueAtPixel(20, 456, [1, 101])).toBe(null)
  expect(shareOf(10, [1, 100], true)).toBeCloseTo(0.5, 10)
})
