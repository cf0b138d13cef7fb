import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import sharp from 'sharp'
import { dataWarning, skippedFile } from '../../../contract/data-notes.ts'
import type { PartName } from '../../../contract/dataset.ts'
import { eachOf } from '../each-of.ts'
import type { ManifestFile } from '../manifest.ts'
import { partNames, summarise } from '../parts.ts'
import { isPicture } from '../recognise.ts'
import type { Scan, ScanHow } from '../scan.ts'
import { noteOn } from '../unusable.ts'
import { allFiles, type Entry } from '../walk-paths.ts'

interface Found {
  path: string
  part: PartName
  className: string
}

/** Takes each folder for a class, and folders named train, val or test for parts; looks into the pictures. */
export async function scanPictures(root: Entry, into: Scan, { deep, loose, hooks }: ScanHow) {
  const { plan, manifest } = into
  const found = loose ? allPictures(root) : findClasses(root, into)
  const good: { file: ManifestFile; className: string }[] = []
  const sizes = new Set<string>()
  let size: number[] | null = null
  // A plan looks into a few only: enough to say whether they agree in size.
  const step = Math.max(1, Math.floor(found.length / 16))
  sharp.concurrency(1)
  await eachOf(found, 4, async ({ path, part, className }, index) => {
    hooks.check()
    const info = await stat(path)
    let hash = ''
    try {
      if (deep) {
        const bytes = await readFile(path)
        hash = createHash('sha256').update(bytes).digest('hex')
        const { height, width, channels } = await sharp(bytes, { failOn: 'error' }).metadata()
        await sharp(bytes, { failOn: 'error' }).resize(8, 8, { fit: 'fill' }).raw().toBuffer()
        size = [height, width, channels >= 3 ? 3 : 1]
        sizes.add(String(size))
      } else if (index % step === 0) {
        const { height, width, channels } = await sharp(path).metadata()
        size = [height, width, channels >= 3 ? 3 : 1]
        sizes.add(String(size))
      }
      good[index] = { file: { path, size: info.size, mtime: info.mtimeMs, hash, part, label: 0 }, className }
    } catch (error) {
      plan.skipped.push(noteOn(path, error, 'bad-picture'))
    }
    hooks.progress(index + 1, found.length, 'files')
  })
  const kept = good.filter(Boolean)
  plan.imageShape = sizes.size === 1 ? size : null
  plan.classes = [...new Set(kept.map(({ className }) => className))].sort()
  for (const { file, className } of kept)
    manifest.files.push({ ...file, label: plan.classes.indexOf(className) })
  plan.parts = summarise(plan.classes, manifest.files)
}

/** Every picture, wherever it lies. */
const allPictures = (root: Entry): Found[] =>
  allFiles(root)
    .filter(isPicture)
    .map((path) => ({ path, part: 'train', className: '' }))

/** The pictures with the folders that name their parts and classes; what lies outside them is named as skipped. */
function findClasses(root: Entry, { plan }: Scan): Found[] {
  const outside = (file: string) => plan.skipped.push(skippedFile(file, 'no-class-folder'))
  let top = root
  while (
    !top.files.some(isPicture) &&
    top.folders.length === 1 &&
    top.folders[0]?.folders.length &&
    !top.folders[0].files.some(isPicture)
  )
    top = top.folders[0]
  for (const file of top.files.filter(isPicture)) outside(file)
  const partFolders = top.folders.filter((entry) => partNames[entry.name.toLowerCase()])
  const split =
    partFolders.length > 0 &&
    top.folders.every((entry) => partFolders.includes(entry) || !allFiles(entry).some(isPicture))
  const found: Found[] = []
  for (const place of split ? partFolders : [top]) {
    const part = split ? (partNames[place.name.toLowerCase()] ?? 'train') : 'train'
    if (split) for (const file of place.files.filter(isPicture)) outside(file)
    for (const folder of place.folders) {
      const inside = allFiles(folder).filter(isPicture)
      if (!inside.length) {
        plan.skipped.push(skippedFile(folder.path, 'empty-class', { name: folder.name }))
        plan.warnings.push(dataWarning('empty-class', { name: folder.name }))
      }
      for (const path of inside) found.push({ path, part, className: folder.name })
    }
  }
  return found
}
