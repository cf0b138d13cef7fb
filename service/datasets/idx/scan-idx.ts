import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { PartName } from '../../../contract/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import { fileOf } from '../manifest.ts'
import { partOrder } from '../parts.ts'
import type { Scan, ScanHow } from '../scan.ts'
import { readIdx, readIdxHead } from './idx-file.ts'

/** Finds the label file of each picture file by its name, and reads the labels. */
export async function scanIdx(files: string[], { plan, manifest }: Scan, { deep, hooks }: ScanHow) {
  const skip = (file: string, code: string, reason: string) => plan.skipped.push({ file, code, reason })
  const heads = new Map<string, number[]>()
  for (const file of files) {
    hooks.check()
    await readIdxHead(file).then(
      ({ shape }) => heads.set(file, shape),
      (error) => skip(file, 'bad-idx', error.message),
    )
  }
  const of = (labels: boolean) =>
    [...heads.keys()].filter((file) => (heads.get(file)?.length === 1) === labels)
  const pairs: { part: PartName; counts: number[]; items: number }[] = []
  for (const images of of(false)) {
    const labels = of(true).find((file) => pairKey(file) === pairKey(images))
    const shape = heads.get(images) ?? []
    if (!labels) {
      skip(images, 'no-labels', 'there is no label file of the same name')
      continue
    }
    try {
      const { values } = await readIdx(labels)
      if (values.length !== shape[0])
        throw new Error(`it has ${shape[0]} pictures, but ${values.length} labels`)
      if (deep) await readIdx(images)
      const counts: number[] = []
      for (const label of values) counts[label] = (counts[label] ?? 0) + 1
      const part = partOf(images)
      if (manifest.idx.some((one) => one.part === part)) throw new Error(`there is a ${part} part already`)
      if (plan.imageShape && String(plan.imageShape) !== String(pictureShape(shape)))
        throw new Error('its pictures have another size')
      plan.imageShape = pictureShape(shape)
      pairs.push({ part, counts, items: values.length })
      manifest.idx.push({ part, images, labels, shape: shape.slice(1) })
      for (const file of [images, labels]) manifest.files.push(await fileOf(file, part, -1, deep))
      hooks.progress(manifest.files.length, files.length, 'files')
    } catch (error) {
      if (error instanceof Fault) throw error
      skip(images, 'bad-idx', (error as Error).message)
    }
  }
  for (const labels of of(true))
    if (![...heads.keys()].some((file) => file !== labels && pairKey(file) === pairKey(labels)))
      skip(labels, 'no-images', 'the pictures to these labels are missing')
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
      .replace(/images?|labels?/i, '*')
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
