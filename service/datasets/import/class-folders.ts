import { dataWarning, skippedFile } from '../../../contract/data/data-notes.ts'
import type { ImportPlan, PartName } from '../../../contract/data/dataset.ts'
import { partNames } from './parts.ts'
import { allFiles, type Entry } from './walk-paths.ts'

/** A file that is an item, and what the folders above it say of it. */
export interface ItemFile {
  path: string
  part: PartName
  className: string
  /** Where it may have several: their names. */
  labels?: string[]
  /** Of a picture: the values to predict. */
  values?: number[]
}

/** The items (`isItem`) with the folders that name their parts and classes; what lies outside them is named as left out. */
export function classFolders(
  root: Entry,
  isItem: (path: string) => boolean,
  plan: Pick<ImportPlan, 'skipped' | 'warnings'>,
): ItemFile[] {
  const outside = (file: string) => plan.skipped.push(skippedFile(file, 'no-class-folder'))
  const holds = (entry: Entry) => allFiles(entry).some(isItem)
  const top = unwrapped(root, isItem)
  for (const file of top.files.filter(isItem)) outside(file)
  const partFolders = top.folders.filter((entry) => partNames[entry.name.toLowerCase()])
  const split =
    partFolders.length > 0 && top.folders.every((entry) => partFolders.includes(entry) || !holds(entry))
  const found: ItemFile[] = []
  for (const place of split ? partFolders : [top]) {
    const part = split ? (partNames[place.name.toLowerCase()] ?? 'train') : 'train'
    if (split) for (const file of place.files.filter(isItem)) outside(file)
    for (const folder of place.folders) {
      const inside = allFiles(folder).filter(isItem)
      if (!inside.length) {
        plan.skipped.push(skippedFile(folder.path, 'empty-class', { name: folder.name }))
        plan.warnings.push(dataWarning('empty-class', { name: folder.name }))
      }
      for (const path of inside) found.push({ path, part, className: folder.name })
    }
  }
  return found
}

/** A folder that stands alone is what was dropped, or an archive's wrapping, unless its own files are the items. */
function unwrapped(root: Entry, isItem: (path: string) => boolean): Entry {
  const [only, ...more] = root.folders
  if (root.files.some(isItem) || !only?.folders.length || more.length) return root
  const inner = only.folders.filter((entry) => allFiles(entry).some(isItem)).length
  return only.files.some(isItem) && inner < 2 ? root : unwrapped(only, isItem)
}
