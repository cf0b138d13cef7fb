import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createAnnouncer } from '../../../service/announce.ts'
import { getPreferences, setPreferences } from '../../../service/app/preferences.ts'
import { openDatabase } from '../../../service/database/open.ts'
import { createModel, deleteModel, getModel, listModels, saveModel } from '../../../service/models/rows.ts'
import { sampleRun } from '../runs/sample-run.ts'

function opened() {
  const { db } = openDatabase(mkdtempSync(join(tmpdir(), 'lathe-models-')))
  return { db, announce: createAnnouncer(0) }
}

test('a model is made, saved under a new name, found by it, and deleted', () => {
  const core = opened()
  const { model: document } = sampleRun('a')
  const { id } = createModel(core, document)
  saveModel(core, id, { ...document, name: 'second' })
  expect(listModels(core)).toMatchObject([{ id, name: 'second', layers: 0 }])
  expect(getModel(core, 'second').document.name).toBe('second')
  deleteModel(core, id)
  expect(() => getModel(core, id)).toThrow(expect.objectContaining({ code: 'model.unknown' }))
  core.db.close()
})

test('preferences are kept, and one that no longer fits gives its default', () => {
  const core = opened()
  const unset = { language: 'system', theme: 'system', motion: true, packedGigabytes: null }
  expect(getPreferences(core)).toEqual(unset)
  setPreferences(core, { language: 'zh', motion: false })
  core.db.prepare("INSERT INTO preferences VALUES ('theme', '\"plaid\"')").run()
  expect(getPreferences(core)).toEqual({ ...unset, language: 'zh', motion: false })
  core.db.close()
})
