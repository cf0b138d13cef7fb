import { readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Fault } from '../../../contract/failure.ts'
import type { Hooks } from '../context.ts'

/** A folder with what lies in it, sorted by name. `files` are whole paths. */
export interface Entry {
  path: string
  name: string
  files: string[]
  folders: Entry[]
}

/**
 * What lies under some paths. The top entry is no folder of its own: it holds the paths that were given.
 * @throws Fault `data.path-missing`, `data.path-unreadable`, `cancelled`
 */
export async function walkPaths(paths: string[], hooks: Hooks): Promise<Entry> {
  const root: Entry = { path: '', name: '', files: [], folders: [] }
  let seen = 0
  const walk = async (path: string): Promise<Entry> => {
    const entry: Entry = { path, name: basename(path), files: [], folders: [] }
    const list = await readdir(path, { withFileTypes: true }).catch((error) => {
      throw new Fault('data.path-unreadable', { path, detail: error.message })
    })
    for (const item of list.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      hooks.check()
      if (item.name.startsWith('.') || item.name === '__MACOSX') continue
      if (item.isDirectory()) entry.folders.push(await walk(join(path, item.name)))
      else entry.files.push(join(path, item.name))
    }
    seen += entry.files.length
    hooks.progress(seen, 0, 'files')
    return entry
  }
  for (const given of paths) {
    const path = resolve(given)
    const info = await stat(path).catch(() => null)
    if (!info) throw new Fault('data.path-missing', { path })
    if (info.isDirectory()) root.folders.push(await walk(path))
    else root.files.push(path)
  }
  return root
}

/** Every file under a folder: its own first, then those of its folders. */
export const allFiles = (entry: Entry): string[] => [...entry.files, ...entry.folders.flatMap(allFiles)]
