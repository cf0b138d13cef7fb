import { basename, sep } from 'node:path'
import type { ItemKey } from '../../../contract/data/excluded.ts'

/**
 * What a file of a data set is called in `Excluded`: its path below the one of `paths` that it lies in, with `/` between folders.
 * Where several were imported together, the place of that one stands before it.
 */
export function fileKey(paths: string[], file: string): ItemKey {
  const at = paths.findIndex(
    (path) => file === path || file.startsWith(path.endsWith(sep) ? path : path + sep),
  )
  const root = paths[at]
  const below =
    root === undefined || file === root
      ? basename(file)
      : file.slice(root.length).split(sep).filter(Boolean).join('/')
  return paths.length > 1 ? `${at}:${below}` : below
}
