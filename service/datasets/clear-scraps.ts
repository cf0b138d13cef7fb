import { readdirSync, rmSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Database } from 'better-sqlite3'
import { clearLeases } from './packed/leases.ts'
import { clearDeadProcesses } from './tables/scratch.ts'

/** What an import or a prediction makes aside, by the beginning of its name: nobody's once no service holds the home. */
const unfinished = { packed: ['.', 'predict-'], datasets: ['.'], uploads: ['.unfinished'] }

/** Removes what a service that was killed left half-made, and uploads that became no data set. Called at the start. */
export function clearScraps(db: Database, home: string): void {
  for (const [folder, beginnings] of Object.entries(unfinished))
    for (const name of namesIn(join(home, folder)))
      if (beginnings.some((beginning) => name.startsWith(beginning))) remove(join(home, folder, name))
  clearLeases(home)
  clearDeadProcesses()
  clearUploads(db, home)
}

/** Removes the uploads that no data set refers to. `only`: of those, the one that these paths lie in. */
export function clearUploads(db: Database, home: string, only?: string[]): void {
  const uploads = join(home, 'uploads')
  const ids = only ? uploadsOf(home, only) : new Set(namesIn(uploads).filter((name) => !name.startsWith('.')))
  if (!ids.size) return
  const rows = db.prepare("SELECT json -> 'paths' FROM datasets").pluck().all() as string[]
  for (const used of uploadsOf(
    home,
    rows.flatMap((paths) => JSON.parse(paths) as string[]),
  ))
    ids.delete(used)
  for (const id of ids) remove(join(uploads, id))
}

/** The uploads that some paths lie in. */
function uploadsOf(home: string, paths: string[]): Set<string> {
  const inside = paths.map((path) => relative(join(home, 'uploads'), path).split(sep)[0] ?? '')
  return new Set(inside.filter((name) => name && !name.startsWith('.')))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // never needed so far
  }
}

const remove = (path: string) => rmSync(path, { recursive: true, force: true })
