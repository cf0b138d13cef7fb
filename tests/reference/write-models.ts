import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readKerasModel, writeKerasJson } from '../../contract/model/keras-json.ts'
import { buildTemplate, templateNames } from '../../contract/templates/templates.ts'

// Writes every template, and every file of models/ as it is read here, into the folder that is named. Then
// `python make_models.py check FOLDER/*.json > models/checked.json` says what Keras makes of them.
const target = process.argv[2] as string
const folder = new URL('models/', import.meta.url).pathname
mkdirSync(target, { recursive: true })
for (const name of templateNames)
  writeFileSync(join(target, `${name}.json`), writeKerasJson(buildTemplate(name, null)))
for (const file of readdirSync(folder).filter((name) => /^[^.]+\.json$/.test(name))) {
  if (file === 'checked.json' || file === 'nested.json' || file === 'keras2-joined.json') continue
  const model = readKerasModel(JSON.parse(readFileSync(join(folder, file), 'utf8')), file)
  writeFileSync(join(target, file), writeKerasJson(model))
}
