import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Entry, openPromise } from 'yauzl'
import type { SkippedCode } from '../../../contract/data/data-notes.ts'
import type { Hooks } from '../context.ts'
import { decodeText } from '../import/decode-text.ts'
import { Unusable } from '../import/unusable.ts'
import { type Budget, whyRefused } from './safe-name.ts'

/** Unpacks a ZIP archive into `folder`. `refuse` is told of each entry that is left out. @throws Unusable `bomb` */
export async function unpackZip(
  path: string,
  folder: string,
  budget: Budget,
  refuse: (entry: string, code: SkippedCode) => void,
  hooks: Hooks,
): Promise<void> {
  // Names are taken as bytes and checked by whyRefused, so that one bad entry does not cost the others.
  const zip = await openPromise(path, { decodeStrings: false, autoClose: false })
  let done = 0
  try {
    // Looked through first: what a bomb would write is known before anything is written.
    const entries: Entry[] = []
    for await (const entry of zip.eachEntry()) {
      if (!budget.take(entry.uncompressedSize)) throw new Unusable('bomb')
      entries.push(entry)
    }
    for (const entry of entries) {
      hooks.check()
      hooks.progress(++done, zip.entryCount, 'files')
      // Archives packed on a Chinese Windows name their files in GBK.
      const name = decodeText(entry.fileName as unknown as Buffer).text.replaceAll('\\', '/')
      const mode = entry.externalFileAttributes >>> 16
      const code = whyRefused(name, (mode & 0o170000) === 0o120000)
      if (code) refuse(name, code)
      else if (name.endsWith('/')) await mkdir(join(folder, name), { recursive: true })
      else if (entry.generalPurposeBitFlag & 1) refuse(name, 'archive-locked')
      else {
        const target = join(folder, name)
        await mkdir(dirname(target), { recursive: true })
        const source = await zip.openReadStreamPromise(entry)
        // yauzl holds what comes out against the size that the entry names, so that an entry cannot be more than it says.
        await pipeline(source, watched(hooks), createWriteStream(target, { mode: 0o600 }))
      }
    }
  } finally {
    zip.close()
  }
}

const watched = (hooks: Hooks) =>
  new Transform({
    transform(chunk, _encoding, done) {
      try {
        hooks.check()
        done(null, chunk)
      } catch (thrown) {
        done(thrown as Error)
      }
    },
  })
