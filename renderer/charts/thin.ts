export interface Point {
  x: number
  y: number
}

/**
 * Largest-triangle-three-buckets (Steinarsson 2013): keeps the first and the last point and, from each bucket between,
 * the one that makes the largest triangle with the point kept before and the mean of the next bucket. Peaks survive.
 */
export function thin(points: readonly Point[], count: number): Point[] {
  const total = points.length
  if (count >= total || count < 3) return [...points]
  const width = (total - 2) / (count - 2)
  const kept = [points[0] as Point]
  for (let bucket = 0; bucket < count - 2; bucket += 1) {
    const start = Math.floor(bucket * width) + 1
    const end = Math.floor((bucket + 1) * width) + 1
    const next = meanOf(points, end, Math.min(Math.floor((bucket + 2) * width) + 1, total))
    kept.push(largest(points, start, end, kept[kept.length - 1] as Point, next))
  }
  kept.push(points[total - 1] as Point)
  return kept
}

function meanOf(points: readonly Point[], start: number, end: number): Point {
  let x = 0
  let y = 0
  for (let index = start; index < end; index += 1) {
    x += points[index]?.x ?? 0
    y += points[index]?.y ?? 0
  }
  const count = Math.max(1, end - start)
  return { x: x / count, y: y / count }
}

function largest(points: readonly Point[], start: number, end: number, before: Point, after: Point): Point {
  let best = points[start] as Point
  let bestArea = -1
  for (let index = start; index < end; index += 1) {
    const point = points[index] as Point
    const area = Math.abs(
      (before.x - after.x) * (point.y - before.y) - (before.x - point.x) * (after.y - before.y),
    )
    if (area > bestArea) {
      bestArea = area
      best = point
    }
  }
  return best
}
