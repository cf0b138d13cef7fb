import { expect, test } from 'vitest'
import { card, placeCard } from '../../../../renderer/models/designer/place-card.ts'

const view = { x: 0, y: 0, width: 1000, height: 600 }
const layer = (x: number, y: number) => ({ x, y, width: 208, height: 72 })

test('a fault stands to the right of every layer on its level', () => {
  const place = placeCard({ x: 300, y: 200 }, [layer(200, 100), layer(420, 180), layer(800, 500)], view)
  expect(place).toEqual({ x: 420 + 208 + 16, lead: 344, side: 'right' })
})

test('where the window ends there, it stands to the left', () => {
  const place = placeCard({ x: 560, y: 200 }, [layer(400, 150), layer(620, 180)], view)
  expect(place.side).toBe('left')
  expect(place.x + card.width).toBe(400 - 16)
  expect(place.lead).toBe(560 - 384)
})

test('where neither side has room, it stays in view', () => {
  const narrow = { ...view, width: 480 }
  const place = placeCard({ x: 240, y: 200 }, [layer(100, 150), layer(320, 180)], narrow)
  expect(place.x + card.width).toBeLessThanOrEqual(narrow.width)
  expect(place.x).toBeGreaterThanOrEqual(0)
})

test('a fault that is out of sight stays where it is', () => {
  const place = placeCard({ x: 1500, y: 200 }, [layer(1400, 150)], view)
  expect(place).toEqual({ x: 1400 + 208 + 16, lead: 124, side: 'right' })
})
