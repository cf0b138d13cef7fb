import { existsSync, readFileSync } from 'node:fs'
import {
  type Augmentation,
  augmentationPresets,
  noAugmentation,
  varying,
} from '../../../contract/data/augmentation.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Session } from '../open-session.ts'
import type { Output } from '../output.ts'

export const presetNames = Object.keys(augmentationPresets)

/** What a file says of augmentation. @throws Fault `data.path-missing`, `data.not-json` */
function readSettings(path: string): unknown {
  if (!existsSync(path)) throw new Fault('data.path-missing', { path })
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (thrown) {
    throw new Fault('data.not-json', { path, detail: (thrown as Error).message })
  }
}

/**
 * What `--augment FILE` and `--no-augment` of a training say; undefined where nothing was said. It is parsed with all other
 * settings, at the service's door.
 * @throws Fault as `readSettings`
 */
export function augmentationOf(said: string | boolean | undefined): unknown {
  if (said === false) return noAugmentation
  return typeof said === 'string' ? readSettings(said) : undefined
}

/** Keeps with a data set how it is varied while it is trained on. */
export async function augmentCommand(
  session: Session,
  output: Output,
  id: string,
  { settings, preset }: { settings?: string; preset?: string },
) {
  if (!settings === !preset)
    throw new Fault('bad-input', { detail: `say --settings FILE.json or --preset ${presetNames.join('|')}` })
  const given = settings
    ? readSettings(settings)
    : augmentationPresets[preset as keyof typeof augmentationPresets]
  const dataset = await session.ask('dataset.augment', { id, augmentation: given as Augmentation })
  const { name, version, augmentation } = dataset
  output.line({ event: 'result', dataset: dataset.id, version, augmentation })
  const told = augmentation
    ? varying(augmentation).map(([field, value]) => `${field}=${JSON.stringify(value)}`)
    : []
  output.text(`${name}: version ${version}, ${told.join(', ') || 'nothing is varied'}.`)
}
