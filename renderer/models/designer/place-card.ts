/** A rectangle of the drawing. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Of the card that tells of a fault; its height is what two lines and a button take. */
export const card = { width: 236, height: 92 }
/** Between a card and what it stands beside. */
const gap = 16

/**
 * Where the card of a fault stands: level with `at`, to the right of every layer on that level, or to the left where only
 * there it is in view. Where neither is, it stays in view and lies over a layer.
 * @returns the left edge, and how far the card is from `at`, for the line that leads there
 */
export function placeCard(
  at: { x: number; y: number },
  layers: readonly Box[],
  view: Box,
): { x: number; lead: number; side: 'left' | 'right' } {
  const level = layers.filter(
    ({ y, height }) => y < at.y + card.height / 2 && y + height > at.y - card.height / 2,
  )
  const right = Math.max(at.x, ...level.map(({ x, width }) => x + width)) + gap
  const left = Math.min(at.x, ...level.map(({ x }) => x)) - gap - card.width
  const least = view.x + gap / 2
  const most = view.x + view.width - card.width - gap / 2
  const seen = at.x >= view.x && at.x <= view.x + view.width
  if (seen && right > most && left >= least) return { x: left, lead: at.x - left - card.width, side: 'left' }
  const x = seen ? Math.max(least, Math.min(right, most)) : right
  return { x, lead: Math.max(0, x - at.x), side: 'right' }
}
