import type { Dataset } from '../../../contract/data/dataset.ts'
import { type FileList, mostNames } from '../../../contract/data/dataset-files.ts'
import { fileKey } from '../excluded/file-key.ts'

/** A list as a person is shown it: all are counted, the first are named. */
export function fileList({ paths }: Pick<Dataset, 'paths'>, files: readonly string[]): FileList {
  return {
    count: files.length,
    names: files.slice(0, mostNames).map((path) => fileKey(paths, path)),
  }
}
