import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { Dataset } from '../../contract/data/dataset.ts'
import { readRunFolder } from '../runs/folder.ts'
import { writePoints } from '../runs/points.ts'
import { insertRun } from '../runs/rows.ts'

/** Fills a new database from what lies in the home folder: runs/ID/{run.json, history.jsonl} and datasets/ID/dataset.json. */
export function rebuild(db: Database, home: string): { runs: number; datasets: number } {
  return db.transaction(() => ({ runs: rebuildRuns(db, home), datasets: rebuildDatasets(db, home) }))()
}

function rebuildRuns(db: Database, home: string): number {
  let count = 0
  for (const id of foldersIn(join(home, 'runs'))) {
    const found = readRunFolder(join(home, 'runs', id))
    if (!found || found.run.id !== id) continue
    insertRun(db, found.run)
    writePoints(db, id, found)
    count += 1
  }
  return count
}

function rebuildDatasets(db: Database, home: string): number {
  let count = 0
  const insert = db.prepare('INSERT OR IGNORE INTO datasets (id, name, json, created_at) VALUES (?, ?, ?, ?)')
  for (const id of foldersIn(join(home, 'datasets'))) {
    const dataset = readDataset(join(home, 'datasets', id, 'dataset.json'))
    if (!dataset || dataset.id !== id) continue
    count += insert.run(id, dataset.name, JSON.stringify(dataset), dataset.createdAt).changes
  }
  return count
}

function readDataset(file: string): Dataset | null {
  try {
    return Dataset.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** A missing folder holds nothing. */
function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
  } catch {
    return []
  }
}
