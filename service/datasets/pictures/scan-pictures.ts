import { statSync } from 'node:fs'
import type { ImportOptions, ImportPlan } from '../../../contract/data/dataset.ts'
import type { Hooks } from '../context.ts'
import { classFolders, type ItemFile } from '../import/class-folders.ts'
import { summarise } from '../import/parts.ts'
import { isPicture, isTable } from '../import/recognise.ts'
import type { Scan, ScanHow } from '../import/scanned.ts'
import { noteOnPicture } from '../import/unusable.ts'
import { allFiles, type Entry } from '../import/walk-paths.ts'
import { sameAsKnown } from '../versions/known-files.ts'
import type { ManifestFile } from '../versions/manifest.ts'
import { eachOf } from '../workers/each-of.ts'
import { decodeLanes } from './decode-lanes.ts'
import { labelledPictures } from './labelled-pictures.ts'
import { lookInto, shapeByHead } from './look-into.ts'

/** Takes each folder for a class, and folders named train, val or test for parts; looks into the pictures. */
export async function scanPictures(root: Entry, into: Scan, { options, deep, loose, known, hooks }: ScanHow) {
  const { plan, manifest } = into
  const found = loose ? allPictures(root) : await picturesOf(root, plan, options, hooks)
  const good: { file: ManifestFile; item: ItemFile }[] = []
  /** Of the pictures that could be decoded; those of others do not count. */
  const shapes = new Map<string, number[]>()
  // A plan looks into a few only: enough to say whether they agree in size.
  const step = Math.max(1, Math.floor(found.length / 16))
  await eachOf(found, decodeLanes, async (item, index) => {
    const { path, part } = item
    hooks.check()
    try {
      const { size, mtimeMs } = statSync(path)
      const before = sameAsKnown(known, path, { size, mtimeMs })
      const seen = before?.shape ? before : deep ? await lookInto(path) : null
      const shape = seen?.shape ?? (index % step === 0 ? await shapeByHead(path) : undefined)
      if (shape) shapes.set(String(shape), shape)
      const file = { path, size, mtime: mtimeMs, hash: seen?.hash ?? '', part, label: 0, shape }
      good[index] = { file, item }
    } catch (error) {
      plan.skipped.push(noteOnPicture(path, error))
    }
    hooks.progress(index + 1, found.length, 'files')
  })
  const kept = good.filter(Boolean)
  plan.imageShape = shapes.size === 1 ? ([...shapes.values()][0] as number[]) : null
  if (plan.task === 'classification')
    plan.classes = [...new Set(kept.map(({ item }) => item.className))].sort()
  const numbers = new Map(plan.classes.map((name, number) => [name, number]))
  const number = (name: string) => numbers.get(name) as number
  for (const { file, item } of kept)
    manifest.files.push({
      ...file,
      ...(item.values
        ? { label: -1, values: item.values }
        : item.labels
          ? { label: -1, labels: item.labels.map(number) }
          : { label: number(item.className) }),
    })
  plan.parts = summarise(plan.classes, manifest.files)
}

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
  plan.skipped = plan.skipped.concat(notes.skipped)
  plan.warnings = plan.warnings.concat(notes.warnings)
  return inFolders
}

/** Every picture, wherever it lies. */
const allPictures = (root: Entry): ItemFile[] =>
  allFiles(root)
    .filter(isPicture)
    .map((path) => ({ path, part: 'train', className: '' }))
