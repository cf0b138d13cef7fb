import type { Database } from 'better-sqlite3'
import { Fault } from '../../contract/failure.ts'
import type { RunRow } from '../../contract/training/run.ts'
import { TrainingSettings } from '../../contract/training/training.ts'
import { StoredRun } from './stored.ts'

/** Column of each field, and whether it is written as JSON. The order is that of the table. */
const columns: Record<keyof StoredRun, [column: string, json: boolean]> = {
  id: ['id', false],
  name: ['name', false],
  status: ['status', false],
  createdAt: ['created_at', false],
  startedAt: ['started_at', false],
  endedAt: ['ended_at', false],
  datasetId: ['dataset_id', false],
  datasetName: ['dataset_name', false],
  modelName: ['model_name', false],
  note: ['note', false],
  colour: ['colour', false],
  settings: ['settings', true],
  epochsDone: ['epochs_done', false],
  last: ['last', true],
  best: ['best', true],
  bestEpoch: ['best_epoch', false],
  device: ['device', false],
  failure: ['failure', true],
  crossValidation: ['cross_validation', false],
  datasetVersion: ['dataset_version', false],
  datasetDigest: ['dataset_digest', false],
  classes: ['classes', true],
  task: ['task', false],
  parameters: ['parameters', false],
  weights: ['weights', false],
  resolved: ['resolved', true],
  environment: ['environment', true],
  evaluation: ['evaluation', true],
  model: ['model', true],
}
type Field = keyof StoredRun
const fields = Object.keys(columns) as Field[]
const rowFields = fields.slice(0, fields.indexOf('datasetVersion'))
const select = (names: Field[]) => names.map((field) => `${columns[field][0]} AS ${field}`).join(', ')

/** All runs, newest first, from the summary columns alone. */
export function listRuns(db: Database): RunRow[] {
  const rows = db.prepare(`SELECT ${select(rowFields)} FROM runs ORDER BY created_at DESC, id DESC`).all()
  return rows.map((row) => {
    const run = fromColumns(row as Record<string, unknown>) as RunRow
    run.settings = TrainingSettings.parse(run.settings)
    return run
  })
}

/**
 * One run by its id, or else the newest one of that name.
 * @throws Fault `run.unknown`
 */
export function findRun(db: Database, idOrName: string): StoredRun {
  const row = db
    .prepare(
      `SELECT ${select(fields)} FROM runs WHERE id = ? OR name = ? ORDER BY id = ? DESC, created_at DESC LIMIT 1`,
    )
    .get(idOrName, idOrName, idOrName)
  if (!row) throw new Fault('run.unknown', { name: idOrName })
  return StoredRun.parse(fromColumns(row as Record<string, unknown>))
}

/** Puts a new run into the database. */
export function insertRun(db: Database, run: StoredRun): void {
  const names = fields.map((field) => columns[field][0]).join(', ')
  const places = fields.map(() => '?').join(', ')
  db.prepare(`INSERT INTO runs (${names}) VALUES (${places})`).run(
    fields.map((field) => toColumn(field, run[field])),
  )
}

/** Writes some fields of a run. */
export function updateRun(db: Database, id: string, change: Partial<StoredRun>): void {
  const changed = (Object.keys(change) as Field[]).filter((field) => change[field] !== undefined)
  if (!changed.length) return
  const set = changed.map((field) => `${columns[field][0]} = ?`).join(', ')
  db.prepare(`UPDATE runs SET ${set} WHERE id = ?`).run(
    ...changed.map((field) => toColumn(field, change[field])),
    id,
  )
}

function toColumn(field: Field, value: unknown): unknown {
  if (value === null || value === undefined) return null
  return columns[field][1] ? JSON.stringify(value) : value
}

function fromColumns(row: Record<string, unknown>): Record<string, unknown> {
  for (const field of Object.keys(row)) {
    const value = row[field]
    if (columns[field as Field][1] && typeof value === 'string') row[field] = JSON.parse(value)
  }
  return row
}
