import type { Augmentation } from '../../../contract/data/augmentation.ts'
import { varying } from '../../../contract/data/augmentation.ts'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { versionChange } from '../../../contract/data/versions.ts'
import type { Core } from '../../app/core.ts'
import { saveVersion } from '../versions/save-version.ts'

/**
 * Keeps with a data set how it is varied while it is trained on. What is packed of it stays good: pictures are varied as they are
 * read.
 * @throws Fault `dataset.unknown`
 */
export function saveAugmentation(
  core: Pick<Core, 'db' | 'home' | 'announce'>,
  id: string,
  wanted: Augmentation | null,
): Promise<Dataset> {
  const augmentation = wanted && varying(wanted).length > 0 ? wanted : null
  return saveVersion(core, id, (dataset) =>
    JSON.stringify(dataset.augmentation) === JSON.stringify(augmentation)
      ? null
      : { dataset: { ...dataset, augmentation }, change: versionChange('augmentation') },
  )
}
