import { extract, list, type ReadEntry } from 'tar'
import type { SkippedCode } from '../../../contract/data/data-notes.ts'
import type { Hooks } from '../context.ts'
import { Unusable } from '../import/unusable.ts'
import { type Budget, whyRefused } from './safe-name.ts'

/**
 * Unpacks a TAR archive, packed by gzip or not, into `folder`. `refuse` is told of each entry that is left out.
 * @throws Unusable `bomb`
 */
export async function unpackTar(
  path: string,
  folder: string,
  budget: Budget,
  refuse: (entry: string, code: SkippedCode) => void,
  hooks: Hooks,
): Promise<void> {
  // Looked through first: what a bomb would write is known before anything is written.
  await list({
    file: path,
    strict: true,
    onReadEntry: (entry) => {
      hooks.check()
      if (!budget.take(entry.size ?? 0)) throw new Unusable('bomb')
    },
  })
  let done = 0
  await extract({
    file: path,
    cwd: folder,
    noMtime: true,
    filter: (name, entry) => {
      hooks.check()
      hooks.progress(++done, 0, 'files')
      const { type } = entry as ReadEntry
      const code = whyRefused(
        name,
        !['File', 'OldFile', 'ContiguousFile', 'Directory', 'GNUDumpDir'].includes(type),
      )
      if (code) refuse(name, code)
      return !code
    },
  })
}
