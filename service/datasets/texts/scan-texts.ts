import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { skippedFile } from '../../../contract/data-notes.ts'
import { classFolders } from '../class-folders.ts'
import { eachOf } from '../each-of.ts'
import type { ManifestFile } from '../manifest.ts'
import { summarise } from '../parts.ts'
import { isText } from '../recognise.ts'
import type { Scan, ScanHow } from '../scan.ts'
import { noteOn, Unusable } from '../unusable.ts'
import { allFiles, type Entry } from '../walk-paths.ts'

/** A text larger than this is no item to learn from. */
const largest = 16 * 2 ** 20

/** Takes each folder of .txt files for a class; a file that is empty or no text is named. */
export async function scanTexts(root: Entry, { plan, manifest }: Scan, { deep, loose, hooks }: ScanHow) {
  const found = loose
    ? allFiles(root)
        .filter(isText)
        .map((path) => ({ path, part: 'train' as const, className: '' }))
    : classFolders(root, isText, plan)
  const good: { file: ManifestFile; className: string }[] = []
  await eachOf(found, 4, async ({ path, part, className }, index) => {
    hooks.check()
    try {
      const { size, mtimeMs } = await stat(path)
      if (size === 0) throw new Unusable('empty')
      if (size > largest) throw new Unusable('text-size')
      let hash = ''
      if (deep) {
        const bytes = await readFile(path)
        if (bytes.includes(0) && !(bytes[0] === 0xff || bytes[0] === 0xfe)) throw new Unusable('no-text')
        hash = createHash('sha256').update(bytes).digest('hex')
      }
      good[index] = { file: { path, size, mtime: mtimeMs, hash, part, label: 0 }, className }
    } catch (thrown) {
      plan.skipped.push(noteOn(path, thrown))
    }
    hooks.progress(index + 1, found.length, 'files')
  })
  const kept = good.filter(Boolean)
  plan.classes = [...new Set(kept.map(({ className }) => className))].sort()
  for (const { file, className } of kept)
    manifest.files.push({ ...file, label: plan.classes.indexOf(className) })
  plan.parts = summarise(plan.classes, manifest.files)
  if (!found.length) plan.skipped.push(skippedFile(root.folders[0]?.path ?? '', 'empty'))
}
