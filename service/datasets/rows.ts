import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import writeFileAtomic from 'write-file-atomic'
import { skippedCount } from '../../contract/data/data-notes.ts'
import { Dataset, type DatasetRow } from '../../contract/data/dataset.ts'
import { Fault } from '../../contract/failure.ts'
import type { DataContext } from './context.ts'
import { datasetFolder } from './versions/version-folder.ts'

const parse = (row: { json: string }): Dataset => Dataset.parse(JSON.parse(row.json))

/** Every data set, newest first. */
export function listDatasets(db: Database): DatasetRow[] {
  const rows = db.prepare('SELECT json FROM datasets ORDER BY created_at DESC, rowid DESC').all()
  return (rows as { json: string }[]).map((row) => {
    const { id, name, kind, task, items, bytes, imageShape, createdAt, classes, skipped } = parse(row)
    const counts = { classCount: classes.length, skippedCount: skippedCount(skipped) }
    return { id, name, kind, task, items, bytes, imageShape, createdAt, ...counts }
  })
}

/** By id, else by name. @throws Fault `dataset.unknown` */
export function getDataset(db: Database, idOrName: string): Dataset {
  const found = db
    .prepare('SELECT json FROM datasets WHERE id = ? OR name = ? ORDER BY id = ? DESC LIMIT 1')
    .get(idOrName, idOrName, idOrName)
  if (!found) throw new Fault('dataset.unknown', { name: idOrName })
  return parse(found as { json: string })
}

/** The newest data set whose files hold this (see contentsOf) that was imported from these absolute paths; null when there is none. */
export function findSame(db: Database, contents: string, paths: string[]): Dataset | null {
  const found = db
    .prepare(
      `SELECT json FROM datasets WHERE coalesce(json ->> 'contents', json ->> 'digest') = ? AND json -> 'paths' = json(?)
       ORDER BY created_at DESC LIMIT 1`,
    )
    .get(contents, JSON.stringify(paths))
  return found ? parse(found as { json: string }) : null
}

/** @throws Fault `dataset.unknown`, `dataset.name-taken` */
export function renameDataset(ctx: DataContext, idOrName: string, name: string): void {
  const dataset = getDataset(ctx.db, idOrName)
  if (nameTaken(ctx.db, name, dataset.id)) throw new Fault('dataset.name-taken', { name })
  const json = JSON.stringify({ ...dataset, name })
  ctx.db.prepare('UPDATE datasets SET name = ?, json = ? WHERE id = ?').run(name, json, dataset.id)
  writeFileAtomic.sync(join(datasetFolder(ctx.home, dataset.id), 'dataset.json'), json)
}

/** The newest data set that was imported from these absolute paths, whatever they hold now; null when there is none. */
export function findFrom(db: Database, paths: string[]): Dataset | null {
  const found = db
    .prepare("SELECT json FROM datasets WHERE json -> 'paths' = json(?) ORDER BY created_at DESC LIMIT 1")
    .get(JSON.stringify(paths))
  return found ? parse(found as { json: string }) : null
}

/** Writes the row, giving a name that is taken the next free number (`iris 2`). */
export function insertDataset(db: Database, dataset: Dataset): Dataset {
  return db.transaction(() => {
    const named = { ...dataset, name: freeName(db, dataset.name) }
    db.prepare('INSERT INTO datasets (id, name, json, created_at) VALUES (?, ?, ?, ?)').run(
      named.id,
      named.name,
      JSON.stringify(named),
      named.createdAt,
    )
    return named
  })()
}

function freeName(db: Database, name: string): string {
  let free = name
  for (let number = 2; nameTaken(db, free, ''); number++) free = `${name} ${number}`
  return free
}

function nameTaken(db: Database, name: string, except: string): boolean {
  return db.prepare('SELECT 1 FROM datasets WHERE name = ? AND id <> ?').get(name, except) !== undefined
}
