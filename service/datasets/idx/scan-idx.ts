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
import { isNpy, valuesARow } from './npy-file.ts'
import { numbered } from './numbered.ts'
import { pairKey } from './pair-key.ts'
import { pictureForm } from './picture-form.ts'
import { readClassNumbers, readPixels } from './read-pair.ts'
import { scanCifar } from './scan-cifar.ts'

/** The shape that each file has by its head. */
type Heads = ReadonlyMap<string, number[]>

/** How many items of each class number a part holds. */
interface FoundPair {
  part: PartName
  counts: number[]
  items: number
}

/** Finds the label file of each picture file by its name, and reads the labels; `loose` pictures need none. */
export async function scanIdx(found: string[], into: Scan, how: ScanHow) {
  const { plan, manifest } = into
  const batches = found.filter((file) => isCifar(file) || isCifarPickle(file))
  if (batches.length && (await scanCifar(batches, into, how))) return
  const files = found.filter((file) => !batches.includes(file))
  const heads = await readHeads(files, into, how)
  const isLabels = (file: string) => (heads.get(file)?.length ?? 0) < 3
  const labelFiles = [...heads.keys()].filter(isLabels)
  const pairs: FoundPair[] = []
  for (const images of heads.keys()) {
    if (isLabels(images)) continue
    const labels = labelFiles.find((file) => pairKey(file) === pairKey(images)) ?? null
    if (!labels && !how.loose) {
      plan.skipped.push(skippedFile(images, 'no-labels'))
      continue
    }
    try {
      pairs.push(await takePair(images, labels, heads, into, how))
      how.hooks.progress(manifest.files.length, files.length, 'files')
    } catch (error) {
      plan.skipped.push(noteOn(images, error))
    }
  }
  for (const labels of how.loose ? [] : labelFiles)
    if (![...heads.keys()].some((file) => file !== labels && pairKey(file) === pairKey(labels)))
      plan.skipped.push(skippedFile(labels, 'no-images'))
  if (!pairs.length) return
  const most = Math.max(...pairs.map(({ counts }) => counts.length))
  plan.classes = plan.task === 'regression' ? [] : await classNames(dirname(files[0] ?? ''), most)
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

/** Reads the head of each file; what has none that can be used is named as left out. */
async function readHeads(files: string[], { plan }: Scan, { hooks }: ScanHow): Promise<Heads> {
  const heads = new Map<string, number[]>()
  for (const file of files) {
    hooks.check()
    await readIdxHead(file).then(
      ({ shape }) => heads.set(file, shape),
      (error) => plan.skipped.push(noteOn(file, error)),
    )
  }
  return heads
}

/** Puts pictures with their labels into plan and manifest. @throws Unusable where they do not go together, or with the others */
async function takePair(
  images: string,
  labels: string | null,
  heads: Heads,
  { plan, manifest }: Scan,
  how: ScanHow,
): Promise<FoundPair> {
  const [pictures = 0, ...rest] = heads.get(images) ?? []
  const part = partOf(images)
  const form = await pictureForm(images, [pictures, ...rest])
  const asked = plan.values.length ? 'values' : how.options.labels
  const width = labels && isNpy(labels) ? await valuesARow(labels, asked) : null
  const pair = { part, images, labels, layout: 'idx' as const, more: [], values: width, ...form }
  const values = (await readClassNumbers(pair)) ?? new Uint8Array(pictures)
  if (values.length !== pictures) throw new Unusable('idx-counts', { pictures, labels: values.length })
  if (plan.values.length && plan.values.length !== width)
    throw new Unusable('npy-labels', { value: width ?? '' })
  if (how.deep) await readPixels(pair)
  const counts: number[] = []
  for (const label of width ? [] : Array.from(values)) counts[label] = (counts[label] ?? 0) + 1
  if (!how.loose && manifest.idx.some((one) => one.part === part)) throw new Unusable('idx-part', { part })
  const own = pictureShape(form.shape)
  if (plan.imageShape && String(plan.imageShape) !== String(own)) throw new Unusable('idx-size')
  plan.imageShape = own
  if (width) {
    plan.task = 'regression'
    plan.values = numbered('y', width)
  }
  // What a part was brought to 0 to 255 by holds for all of them.
  const range = manifest.idx[0]?.range ?? form.range
  manifest.idx.push({ ...pair, range })
  if (range && range[0] !== 0)
    plan.warnings.push(dataWarning('npy-range', { file: basename(images), low: range[0], high: range[1] }))
  for (const file of labels ? [images, labels] : [images])
    manifest.files.push(await fileOf(file, part, -1, how))
  return { part, counts, items: values.length }
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
