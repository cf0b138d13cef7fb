import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import sharp, { type Metadata } from 'sharp'
import type { ImportOptions, ImportPlan } from '../../../contract/dataset.ts'
import { classFolders, type ItemFile } from '../class-folders.ts'
import type { Hooks } from '../context.ts'
import { eachOf } from '../each-of.ts'
import type { ManifestFile } from '../manifest.ts'
import { summarise } from '../parts.ts'
import { isPicture, isTable } from '../recognise.ts'
import type { Scan, ScanHow } from '../scan.ts'
import { noteOnPicture } from '../unusable.ts'
import { allFiles, type Entry } from '../walk-paths.ts'
import { labelledPictures } from './labelled-pictures.ts'
import { openBytes, openPicture } from './open-picture.ts'

/** Takes each folder for a class, and folders named train, val or test for parts; looks into the pictures. */
export async function scanPictures(root: Entry, into: Scan, { options, deep, loose, hooks }: ScanHow) {
  const { plan, manifest } = into
  const found = loose ? allPictures(root) : await picturesOf(root, plan, options, hooks)
  const good: { file: ManifestFile; className: string }[] = []
  /** Of the pictures that could be decoded; those of others do not count. */
  const shapes = new Map<string, number[]>()
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
        const shape = shapeOf(await openBytes(bytes, { failOn: 'error' }).metadata())
        await openBytes(bytes, { failOn: 'error' }).resize(8, 8, { fit: 'fill' }).raw().toBuffer()
        shapes.set(String(shape), shape)
      } else if (index % step === 0) {
        const shape = shapeOf(await (await openPicture(path)).metadata())
        shapes.set(String(shape), shape)
      }
      good[index] = { file: { path, size: info.size, mtime: info.mtimeMs, hash, part, label: 0 }, className }
    } catch (error) {
      plan.skipped.push(noteOnPicture(path, error))
    }
    hooks.progress(index + 1, found.length, 'files')
  })
  const kept = good.filter(Boolean)
  plan.imageShape = shapes.size === 1 ? ([...shapes.values()][0] as number[]) : null
  plan.classes = [...new Set(kept.map(({ className }) => className))].sort()
  for (const { file, className } of kept)
    manifest.files.push({ ...file, label: plan.classes.indexOf(className) })
  plan.parts = summarise(plan.classes, manifest.files)
}

/** [height, width, channels] of a picture as it is packed: turned as its camera was held, without transparency. */
const shapeOf = ({ autoOrient, channels }: Metadata) => [
  autoOrient.height,
  autoOrient.width,
  channels >= 3 ? 3 : 1,
]

/** The pictures with their classes: by their folders, or by a table beside them where the folders tell no two apart. */
async function picturesOf(root: Entry, plan: ImportPlan, options: ImportOptions, hooks: Hooks) {
  const notes = { skipped: [], warnings: [] }
  const inFolders = classFolders(root, isPicture, notes)
  const files = allFiles(root)
  const tables = files.filter(isTable)
  if (tables.length && new Set(inFolders.map(({ className }) => className)).size < 2) {
    const labelled = await labelledPictures(files.filter(isPicture), tables, plan, options, hooks)
    if (labelled) return labelled
  }
  plan.skipped.push(...notes.skipped)
  plan.warnings.push(...notes.warnings)
  return inFolders
}

/** Every picture, wherever it lies. */
const allPictures = (root: Entry): ItemFile[] =>
  allFiles(root)
    .filter(isPicture)
    .map((path) => ({ path, part: 'train', className: '' }))
