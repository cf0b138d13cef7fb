import { existsSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault } from '../../../contract/failure.ts'
import type { ModelDocument } from '../../../contract/model/model.ts'
import type { RunSpec } from '../../../contract/training/run.ts'
import type { Core } from '../../app/core.ts'
import { runFolder } from '../folder.ts'
import { findRun } from '../rows.ts'

const bases = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'resources', 'bases')

/**
 * The file that a run's layers start from, where the person named one: by its path, or as the weights of a run.
 * @throws Fault `data.path-missing`, `run.unknown`, `run.no-weights`, `run.base-without-weights`
 */
export function startingWeights(
  { db, home }: Pick<Core, 'db' | 'home'>,
  { weights, model }: Pick<RunSpec, 'weights' | 'model'>,
): string | null {
  if (weights === null) {
    if (model.base && model.base.weights === null)
      throw new Fault('run.base-without-weights', { model: model.name })
    return null
  }
  if (existsSync(weights)) return weights
  // A name of a run has no ending of a file; what has one was meant as a file.
  if (/[/\\]/.test(weights) || ['.h5', '.keras', '.safetensors'].includes(extname(weights)))
    throw new Fault('data.path-missing', { path: weights })
  const run = findRun(db, weights)
  const file = join(runFolder(home, run.id), 'weights.safetensors')
  if (!existsSync(file)) throw new Fault('run.no-weights', { name: run.name })
  return file
}

/** The file of the weights that come with Lathe for a model; null where it has no such base. */
export const bundledWeights = ({ base }: ModelDocument): string | null =>
  base?.weights ? join(bases, `${base.weights}.safetensors`) : null
