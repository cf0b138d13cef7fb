import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Where a window stands, in the system's own units. */
export interface Place {
  x?: number
  y?: number
  width: number
  height: number
  maximized: boolean
}
interface Area {
  x: number
  y: number
  width: number
  height: number
}

const firstPlace: Place = { width: 1360, height: 860, maximized: false }

/** What was remembered, or the first place when there is nothing or nothing that can be read. */
export function readPlace(file: string): Place {
  try {
    const read = JSON.parse(readFileSync(file, 'utf8')) as Partial<Place>
    const { x, y, width, height, maximized } = read
    if (!isSize(width) || !isSize(height)) return firstPlace
    const at = Number.isFinite(x) && Number.isFinite(y) ? { x, y } : {}
    return { ...at, width, height, maximized: maximized === true }
  } catch {
    return firstPlace
  }
}

/** Written beside and renamed, so that a crash never leaves half a file. */
export function writePlace(file: string, place: Place): void {
  mkdirSync(dirname(file), { recursive: true })
  const beside = `${file}.${process.pid}.new`
  writeFileSync(beside, JSON.stringify(place))
  renameSync(beside, file)
}

/** A place on a screen that is no longer there loses its corner: the system then centres the window. */
export function onScreen(place: Place, areas: readonly Area[]): Place {
  const { x, y, ...rest } = place
  if (x === undefined || y === undefined) return rest
  const seen = areas.some(
    (area) =>
      x + place.width > area.x + 80 &&
      x < area.x + area.width - 80 &&
      y >= area.y - 8 &&
      y < area.y + area.height - 80,
  )
  return seen ? place : rest
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 200 && value <= 20_000
}
