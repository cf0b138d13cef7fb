import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { skippedFile } from '../../../contract/data-notes.ts'
import type { PartName } from '../../../contract/dataset.ts'
import { fileOf } from '../manifest.ts'
import { partOrder } from '../parts.ts'
import type { Scan, ScanHow } from '../scan.ts'
import { noteOn, Unusable } from '../unusable.ts'
import { readIdx, readIdxHead } from './idx-file.ts'
import { isNpy } from './npy-file.ts'

/** Finds the label file of each picture file by its name, and reads the labels; `loose` pictures need none. */
export async function scanIdx(files: string[], { plan, manifest }: Scan, how: ScanHow) {
  const { deep, loose, hooks } = how
  const heads = new Map<string, number[]>()
  for (const file of files) {
    hooks.check()
    await readIdxHead(file).then(
      ({ shape }) => heads.set(file, shape),
      (error) => plan.skipped.push(noteOn(file, error)),
    )
  }
  const of = (labels: boolean) =>
    [...heads.keys()].filter((file) => (heads.get(file)?.length === 1) === labels)
  const pairs: { part: PartName; counts: number[]; items: number }[] = []
  for (const images of of(false)) {
    const labels = of(true).find((file) => pairKey(file) === pairKey(images))
    const shape = heads.get(images) ?? []
    if (!labels && !loose) {
      plan.skipped.push(skippedFile(images, 'no-labels'))
      continue
    }
    try {
      const values = labels ? (await readIdx(labels)).values : new Uint8Array(shape[0] ?? 0)
      if (values.length !== shape[0])
        throw new Unusable('idx-counts', { pictures: shape[0] ?? 0, labels: values.length })
      if (deep) await readIdx(images)
      const counts: number[] = []
      for (const label of values) counts[label] = (counts[label] ?? 0) + 1
      const part = partOf(images)
      if (!loose && manifest.idx.some((one) => one.part === part)) throw new Unusable('idx-part', { part })
      if (plan.imageShape && String(plan.imageShape) !== String(pictureShape(shape)))
        throw new Unusable('idx-size')
      plan.imageShape = pictureShape(shape)
      pairs.push({ part, counts, items: values.length })
      manifest.idx.push({ part, images, labels: labels ?? null, shape: shape.slice(1) })
      for (const file of [images, ...(labels ? [labels] : [])])
        manifest.files.push(await fileOf(file, part, -1, how))
      hooks.progress(manifest.files.length, files.length, 'files')
    } catch (error) {
      plan.skipped.push(noteOn(images, error))
    }
  }
  for (const labels of loose ? [] : of(true))
    if (![...heads.keys()].some((file) => file !== labels && pairKey(file) === pairKey(labels)))
      plan.skipped.push(skippedFile(labels, 'no-images'))
  if (!pairs.length) return
  const most = Math.max(...pairs.map(({ counts }) => counts.length))
  plan.classes = await classNames(dirname(files[0] ?? ''), most)
  plan.parts = partOrder.flatMap((part) =>
    pairs
      .filter((pair) => pair.part === part)
      .map(({ items, counts }) => ({
        part,
        items,
        classes: plan.classes.map((name, i) => ({ name, count: counts[i] ?? 0 })),
      })),
  )
}

/** The same for the pictures and the labels that belong together. */
const pairKey = (file: string) =>
  join(
    dirname(file),
    basename(file)
      .replace(/\.gz$/i, '')
      .replace(
        isNpy(file) ? /(?<![a-z])(x|y|images?|labels?|data|targets?)(?![a-z])/i : /images?|labels?/i,
        '*',
      )
      .replace(/idx\d/i, ''),
  )

const partOf = (file: string): PartName =>
  /t10k|test/i.test(basename(file)) ? 'test' : /val/i.test(basename(file)) ? 'validation' : 'train'

const pictureShape = (shape: number[]) => [shape[1] ?? 0, shape[2] ?? 0, shape[3] ?? 1]

async function classNames(folder: string, count: number): Promise<string[]> {
  const text = await readFile(join(folder, 'labels.txt'), 'utf8').catch(() => '')
  const named = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
  return named.length >= count ? named : Array.from({ length: count }, (_, i) => String(i))
}
