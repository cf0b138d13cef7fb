import { randomUUID } from 'node:crypto'
import { Fault } from '../../contract/failure.ts'
import { type Model, ModelDocument, type ModelRow } from '../../contract/model/model.ts'
import type { Core } from '../app/core.ts'

type Store = Pick<Core, 'db' | 'announce'>

/** Every model that was kept, the one changed last first. */
export function listModels({ db }: Pick<Core, 'db'>): ModelRow[] {
  return db
    .prepare(
      `SELECT id, name, layers, created_at AS createdAt, changed_at AS changedAt FROM models
       ORDER BY changed_at DESC, rowid DESC`,
    )
    .all() as ModelRow[]
}

/** By id, or else the newest of that name. @throws Fault `model.unknown` */
export function getModel({ db }: Pick<Core, 'db'>, idOrName: string): Model {
  const row = db
    .prepare(
      `SELECT id, name, document, created_at AS createdAt, changed_at AS changedAt FROM models
       WHERE id = ? OR name = ? ORDER BY id = ? DESC, changed_at DESC LIMIT 1`,
    )
    .get(idOrName, idOrName, idOrName) as (Omit<Model, 'document'> & { document: string }) | undefined
  if (!row) throw new Fault('model.unknown', { name: idOrName })
  return { ...row, document: ModelDocument.parse(JSON.parse(row.document)) }
}

/** Keeps a new model under the document's name. */
export function createModel(core: Store, document: ModelDocument): Model {
  const now = Date.now()
  const model: Model = { id: randomUUID(), name: document.name, document, createdAt: now, changedAt: now }
  core.db
    .prepare(
      'INSERT INTO models (id, name, layers, created_at, changed_at, document) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(model.id, model.name, document.keras.config.layers.length, now, now, JSON.stringify(document))
  core.announce.tables('models')
  return model
}

/** @throws Fault `model.unknown` */
export function saveModel(core: Store, id: string, document: ModelDocument): void {
  const { changes } = core.db
    .prepare('UPDATE models SET name = ?, layers = ?, changed_at = ?, document = ? WHERE id = ?')
    .run(document.name, document.keras.config.layers.length, Date.now(), JSON.stringify(document), id)
  if (!changes) throw new Fault('model.unknown', { name: id })
  core.announce.tables('models')
}

/** @throws Fault `model.unknown` */
export function deleteModel(core: Store, id: string): void {
  if (!core.db.prepare('DELETE FROM models WHERE id = ?').run(id).changes)
    throw new Fault('model.unknown', { name: id })
  core.announce.tables('models')
}
