import type { Dataset } from '../../../contract/data/dataset.ts'
import type { FilesReport } from '../../../contract/data/dataset-files.ts'
import type { ItemKey } from '../../../contract/data/excluded.ts'
import type { Hooks } from '../context.ts'
import { fileKey } from '../excluded/file-key.ts'
import { keptFiles } from '../excluded/kept.ts'
import { checkFiles } from './check-files.ts'
import { fileList } from './file-list.ts'
import { readManifest } from './version-folder.ts'

/** Looks at every file that is not left out; `keys` names all that have changed or are missing, as they would be left out. */
export async function check(
  { home, dataset }: { home: string; dataset: Dataset },
  hooks: Hooks,
): Promise<{ report: FilesReport; keys: ItemKey[] }> {
  const manifest = await readManifest(home, dataset)
  const files = keptFiles(dataset, manifest.files)
  const { missing, changed } = await checkFiles(files, hooks)
  return {
    report: {
      files: files.length,
      missing: fileList(dataset, missing),
      changed: fileList(dataset, changed),
      canLeaveOut: manifest.tables.length + manifest.idx.length === 0,
    },
    keys: [...missing, ...changed].map((path) => fileKey(dataset.paths, path)),
  }
}
