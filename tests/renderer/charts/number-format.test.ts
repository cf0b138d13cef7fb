import { expect, test } from 'vitest'
import { cellText } from '../../../renderer/charts/number-format.ts'

test.each([
  ['5.827000141143799', '5.827'],
  ['-4.078999996185303', '-4.079'],
  ['0.0000123456789', '0.0000123457'],
  ['1.5e-7', '1.5e-7'],
])('a measured value of many digits, %s, is shown as %s', (written, shown) => {
  expect(cellText(written)).toBe(shown)
})

test.each([
  '1984',
  '71.2833',
  '12345678901234567890',
  '2016-07-01 00:00:00',
  'A/5 21171',
  '192.168.100.1',
  '',
])('what is no such value stands as it is written: %j', (written) => {
  expect(cellText(written)).toBe(written)
})
