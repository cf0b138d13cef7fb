import { expect, test } from 'vitest'
import type { MeasuredPicture } from '../../../../service/datasets/profile/pictures/measure-pictures.ts'
import { pictureStatistics } from '../../../../service/datasets/profile/pictures/picture-statistics.ts'

const picture = (key: string, brightness: number, labels: string[]): MeasuredPicture => ({
  key,
  part: 'train',
  label: labels.join(', '),
  labels,
  name: key,
  same: key,
  cells: [],
  measure: {
    width: 8,
    height: 8,
    channels: 3,
    brightness,
    mean: [brightness, 0, 0],
    std: [0, 0, 0],
    hash: [0, 0],
    grey: new Uint8Array(64),
  },
})

test('a picture of several labels counts with each of them', () => {
  const statistics = pictureStatistics(
    [picture('a', 10, ['red', 'round']), picture('b', 30, ['round'])],
    ['red', 'round', 'square'],
  )
  expect(statistics?.classes.map(({ name, count, brightness }) => [name, count, brightness])).toEqual([
    ['red', 1, 10],
    ['round', 2, 20],
  ])
  expect(statistics?.count).toBe(2)
})
