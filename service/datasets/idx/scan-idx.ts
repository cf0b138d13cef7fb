import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { dataWarning, skippedFile } from '../../../contract/data/data-notes.ts'
import type { PartName } from '../../../contract/data/dataset.ts'
import { partOrder } from '../import/parts.ts'
import type { Scan, ScanHow } from '../import/scanned.ts'
import { noteOn, Unusable } from '../import/unusable.ts'
import { fileOf } from '../versions/known-files.ts'
import { isCifar, isCifarPickle } from './cifar-file.ts'
import { readIdxHead } from './idx-file.ts'
import { pairKey } from './pair-key.ts'
import { pictureForm } from './picture-form.ts'
import { readClassNumbers, readPixels } from './read-pair.ts'
import { scanCifar } from './scan-cifar.ts'

/** Finds the label file of each picture file by its name, and reads the labels; `loose` pictures need none. */
export async function scanIdx(found: string[], into: Scan, how: ScanHow) {
  const { plan, manifest } = into
  const { deep, loose, hooks } = how
  const batches = found.filter((file) => isCifar(file) || isCifarPickle(file))
  if (batches.length && (await scanCifar(batches, into, how))) return
  const files = found.filter((file) => !batches.includes(file))
  const heads = new Map<string, number[]>()
  for (const file of files) {
    hooks.check()
    await readIdxHead(file).then(
      ({ shape }) => heads.set(file, shape),
      (error) => plan.skipped.push(noteOn(file, error)),
    )
  }
  const of = (labels: boolean) =>
    [...heads.keys()].filter((file) => (heads.get(file)?.length ?? 0) < 3 === labels)
  const pairs: { part: PartName; counts: number[]; items: number }[] = []
  for (const images of of(false)) {
    const labels = of(true).find((file) => pairKey(file) === pairKey(images))
    const shape = heads.get(images) ?? []
    if (!labels && !loose) {
      plan.skipped.push(skippedFile(images, 'no-labels'))
      continue
    }
    try {
      const part = partOf(images)
      const form = await pictureForm(images, shape)
      const pair = { part, images, labels: labels ?? null, layout: 'idx' as const, more: [], ...form }
      const values = (await readClassNumbers(pair)) ?? new Uint8Array(shape[0] ?? 0)
      if (values.length !== shape[0])
        throw new Unusable('idx-counts', { pictures: shape[0] ?? 0, labels: values.length })
      if (deep) await readPixels(pair)
      const counts: number[] = []
      for (const label of Array.from(values)) counts[label] = (counts[label] ?? 0) + 1
      if (!loose && manifest.idx.some((one) => one.part === part)) throw new Unusable('idx-part', { part })
      const own = pictureShape(form.shape)
      if (plan.imageShape && String(plan.imageShape) !== String(own)) throw new Unusable('idx-size')
      plan.imageShape = own
      pairs.push({ part, counts, items: values.length })
      // What a part was brought to 0 to 255 by holds for all of them.
      const range = manifest.idx[0]?.range ?? form.range
      manifest.idx.push({ ...pair, range })
      if (range && range[0] !== 0)
        plan.warnings.push(
          dataWarning('npy-range', { file: basename(images), low: range[0], high: range[1] }),
        )
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

const partOf = (file: string): PartName =>
  /t10k|test/i.test(basename(file)) ? 'test' : /val/i.test(basename(file)) ? 'validation' : 'train'

const pictureShape = ([height = 0, width = 0, channels = 1]: number[]) => [height, width, channels]

async function classNames(folder: string, count: number): Promise<string[]> {
  const text = await readFile(join(folder, 'labels.txt'), 'utf8').catch(() => '')
  const named = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
  return named.length >= count ? named : Array.from({ length: count }, (_, i) => String(i))
}
