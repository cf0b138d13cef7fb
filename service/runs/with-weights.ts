import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../contract/failure.ts'
import type { Core } from '../app/core.ts'
import { runFolder } from './folder.ts'
import { findRun } from './rows.ts'
import type { StoredRun } from './stored.ts'

/** The run of this id or name. @throws Fault `run.unknown`, `run.no-weights` */
export function withWeights(core: Pick<Core, 'db' | 'home'>, idOrName: string): StoredRun {
  const run = findRun(core.db, idOrName)
  if (!existsSync(join(runFolder(core.home, run.id), 'weights.safetensors')))
    throw new Fault('run.no-weights', { name: run.name })
  return run
}
