import { strFromU8, unzipSync } from 'fflate'
import { Fault } from '../../contract/failure.ts'
import { kerasCode } from '../../contract/graph/keras-code.ts'
import { readKerasModel, writeKerasJson } from '../../contract/model/keras-json.ts'
import { ModelDocument } from '../../contract/model/model.ts'
import { arrange } from './edit/arrange.ts'

export type ExportForm = 'lathe' | 'keras' | 'python'

/** Reads a .lathe.json, a Keras .json, or the config of a .keras archive. @throws Fault `model.unreadable`, `model.nested` */
export async function readModelFile(file: File): Promise<ModelDocument> {
  const name = file.name.replace(/(\.lathe)?\.(json|keras)$/i, '')
  let json: unknown
  try {
    const text = /\.keras$/i.test(file.name)
      ? configOf(new Uint8Array(await file.arrayBuffer()))
      : await file.text()
    json = JSON.parse(text)
  } catch (thrown) {
    throw new Fault('model.unreadable', { file: file.name, detail: (thrown as Error).message })
  }
  const own = ModelDocument.safeParse(json)
  if (own.success) return own.data
  if ((json as { format?: unknown } | null)?.format === 'lathe-model') {
    const issue = own.error.issues[0]
    throw new Fault('model.unreadable', {
      file: file.name,
      detail: `${issue?.path.join('.')}: ${issue?.message}`,
    })
  }
  return arrange(readKerasModel(json, name))
}

function configOf(bytes: Uint8Array): string {
  const config = unzipSync(bytes, { filter: (file) => file.name === 'config.json' })['config.json']
  if (!config) throw new Error('there is no config.json in it')
  return strFromU8(config)
}

const forms: Record<
  ExportForm,
  { ending: string; type: string; write: (document: ModelDocument) => string }
> = {
  lathe: {
    ending: '.lathe.json',
    type: 'application/json',
    write: (document) => JSON.stringify(document, null, 2),
  },
  keras: { ending: '.json', type: 'application/json', write: writeKerasJson },
  python: { ending: '.py', type: 'text/x-python', write: kerasCode },
}

/** Hands the model over as a file, by the window's own way of saving. */
export function exportModel(model: ModelDocument, form: ExportForm): void {
  const { ending, type, write } = forms[form]
  const url = URL.createObjectURL(new Blob([write(model)], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${model.name.replace(/[\\/:*?"<>|]+/g, '_') || 'model'}${ending}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
