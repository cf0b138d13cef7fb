import { randomUUID } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { versionChange } from '../../../contract/data/versions.ts'
import type { Core } from '../../app/core.ts'
import { readVersion } from './read-version.ts'
import { saveVersion } from './save-version.ts'
import { manifestPath } from './version-folder.ts'

/**
 * Undo and redo: makes a new version that holds what `version` held. The present one stays as it is.
 * @throws Fault `dataset.unknown`, `dataset.no-version`
 */
export function restoreVersion(
  core: Pick<Core, 'db' | 'home' | 'announce'>,
  idOrName: string,
  version: number,
): Promise<Dataset> {
  return saveVersion(core, idOrName, (present) => {
    if (version === present.version) return null
    const dataset = readVersion(core, present.id, version)
    const file = join(core.home, 'datasets', `.${randomUUID()}`)
    copyFileSync(manifestPath(core.home, dataset), file)
    const contents = dataset.contents ?? dataset.digest
    return { dataset, manifest: { file, contents }, change: versionChange('restored', { version }) }
  })
}
