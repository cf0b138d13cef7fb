import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { unzipSync } from 'fflate'
import { Fault } from '../../contract/failure.ts'
import { readKerasModel } from '../../contract/model/keras-json.ts'
import { ModelDocument } from '../../contract/model/model.ts'
import { buildTemplate, templateNames } from '../../contract/templates/templates.ts'
import type { Core } from '../app/core.ts'
import { datasetFacts } from '../datasets/dataset-facts.ts'
import { getDataset } from '../datasets/rows.ts'
import { getModel } from './rows.ts'

/**
 * Reads a model from a template's name (shaped for a data set, by id or name), a file (.lathe.json, Keras .json or
 * .keras), or a stored model's id or name.
 * @throws Fault `model.unknown`, `model.unreadable`, `dataset.unknown`
 */
export async function readModel(
  core: Pick<Core, 'db'>,
  source: string,
  dataset?: string,
): Promise<ModelDocument> {
  const template = templateNames.find((name: string) => name === source)
  if (template) return buildTemplate(template, dataset ? datasetFacts(getDataset(core.db, dataset)) : null)
  const ending = extname(source).toLowerCase()
  if (ending !== '.json' && ending !== '.keras') return getModel(core, source).document
  const bytes = await readFile(source).catch(() => {
    throw new Fault('model.unknown', { name: source })
  })
  const name = basename(source).replace(/(\.lathe)?\.(json|keras)$/i, '')
  try {
    const json: unknown = JSON.parse(ending === '.keras' ? configOf(bytes) : bytes.toString('utf8'))
    const own = typeof json === 'object' && json !== null && 'format' in json
    return own ? ModelDocument.parse(json) : readKerasModel(json, name)
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === 'model.unreadable')
      throw new Fault('model.unreadable', { ...thrown.values, file: source }, thrown)
    if (thrown instanceof Fault && thrown.code !== 'unexpected') throw thrown
    throw new Fault('model.unreadable', { file: source, detail: (thrown as Error).message }, thrown)
  }
}

/** A .keras file is a zip archive; config.json in it is what `model.to_json()` writes. */
function configOf(bytes: Uint8Array): string {
  const config = unzipSync(bytes, { filter: (file) => file.name === 'config.json' })['config.json']
  if (!config) throw new Error('there is no config.json in it')
  return new TextDecoder().decode(config)
}
