import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { dataWarning, skippedFile } from '../../../contract/data/data-notes.ts'
import type { TextEncoding } from '../../../contract/data/reading.ts'
import { classFolders } from '../import/class-folders.ts'
import { decodeText } from '../import/decode-text.ts'
import { summarise } from '../import/parts.ts'
import { isText } from '../import/recognise.ts'
import type { Scan, ScanHow } from '../import/scanned.ts'
import { noteOn, Unusable } from '../import/unusable.ts'
import { allFiles, type Entry } from '../import/walk-paths.ts'
import type { ManifestFile } from '../versions/manifest.ts'
import { eachOf } from '../workers/each-of.ts'

/** A text larger than this is no item to learn from. */
const largest = 16 * 2 ** 20

/** Takes each folder of .txt files for a class; a file that is empty or no text is named. */
export async function scanTexts(
  root: Entry,
  { plan, manifest }: Scan,
  { deep, loose, hooks, options }: ScanHow,
) {
  const asked = options.reading?.encoding ?? null
  const encodings = new Map<TextEncoding, number>()
  const found = loose
    ? allFiles(root)
        .filter(isText)
        .map((path) => ({ path, part: 'train' as const, className: '' }))
    : classFolders(root, isText, plan)
  const step = Math.max(1, Math.floor(found.length / 16))
  const good: { file: ManifestFile; className: string }[] = []
  await eachOf(found, 4, async ({ path, part, className }, index) => {
    hooks.check()
    try {
      const { size, mtimeMs } = await stat(path)
      if (size === 0) throw new Unusable('empty')
      if (size > largest) throw new Unusable('text-size')
      let hash = ''
      // A plan looks into a few only.
      if (deep || index % step === 0) {
        const bytes = await readFile(path)
        const { text, encoding } = decodeText(bytes, asked)
        if (text.includes('\0')) throw new Unusable('no-text')
        encodings.set(encoding, (encodings.get(encoding) ?? 0) + 1)
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
  const numbers = new Map(plan.classes.map((name, number) => [name, number]))
  for (const { file, className } of kept)
    manifest.files.push({ ...file, label: numbers.get(className) as number })
  plan.parts = summarise(plan.classes, manifest.files)
  manifest.encoding = asked
  const [most] = [...encodings].sort((a, b) => b[1] - a[1])
  if (most) plan.reading = { encoding: most[0], delimiter: null, sheet: null, sheets: [] }
  for (const [encoding, count] of encodings)
    if (encoding !== 'utf-8' && deep)
      plan.warnings.push(dataWarning('text-encoding', { count, encoding: encoding.toUpperCase() }))
  if (!found.length) plan.skipped.push(skippedFile(root.folders[0]?.path ?? '', 'empty'))
}
