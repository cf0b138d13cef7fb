import type { Database } from 'better-sqlite3'

/** How many colours the window's colour-blind-safe set has. */
const runColours = 8

/** The colour used least among the newest runs, so that those compared first differ. */
export function nextColour(db: Database): number {
  const recent = db
    .prepare('SELECT colour FROM runs ORDER BY created_at DESC, rowid DESC LIMIT ?')
    .pluck()
    .all(runColours - 1) as number[]
  for (let colour = 0; colour < runColours; colour++) if (!recent.includes(colour)) return colour
  return 0
}
