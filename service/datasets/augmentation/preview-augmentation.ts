import type { ParsedInput } from '../../../contract/calls.ts'
import type { AugmentationPreview } from '../../../contract/data/augmentation.ts'
import type { Core } from '../../app/core.ts'
import { askPreview } from '../../jobs/preview-engine.ts'
import { getDataset } from '../rows.ts'
import { runInWorker } from '../workers/run-in-worker.ts'
import type { PreviewItems } from './preview-items.ts'

type Wanted = ParsedInput<'dataset.previewAugmentation'>

/** The items of the last preview, and their pictures: the next one is nearly always of the same. */
let last: { key: string; items: PreviewItems; originals: string[] } | null = null

/**
 * A few items of a data set as they would be trained on, drawn by the engine.
 * @throws Fault `dataset.unknown`, `engine.died`
 */
export async function previewAugmentation(core: Core, wanted: Wanted): Promise<AugmentationPreview> {
  const began = performance.now()
  const shown = await itemsOf(core, wanted)
  const { items, originals } = shown
  if (items.items.length === 0) return { items: [], milliseconds: performance.now() - began }
  const { augmentation, seed, variants } = wanted
  const answer = await askPreview(core, {
    kind: 'augment',
    augmentation,
    seed,
    variants,
    items: items.kind === 'pictures' ? picturesForEngine(items) : wordsForEngine(items),
  })
  const steps =
    items.kind === 'pictures' ? await drawn(items, answer.variants) : written(items, answer.variants)
  return {
    items: items.items.map(({ label }, item) => ({
      label,
      original: originals[item] as string,
      variants: steps.map((step) => step[item] as string),
    })),
    milliseconds: performance.now() - began,
  }
}

async function itemsOf(core: Core, { id, items: count }: Wanted) {
  const dataset = getDataset(core.db, id)
  const key = `${dataset.id}/${dataset.digest}/${count}`
  if (last?.key === key) return last
  const items = await runInWorker('readItems', { home: core.home, dataset, count })
  const originals =
    items.kind === 'pictures'
      ? await runInWorker('encodePictures', {
          size: items.size,
          pictures: items.items.map(({ bytes }) => bytes),
        })
      : items.items.map(({ words, between }) => words.join(between))
  last = { key, items, originals }
  return last
}

type Pictures = Extract<PreviewItems, { kind: 'pictures' }>
type Texts = Extract<PreviewItems, { kind: 'texts' }>

const picturesForEngine = ({ size, items }: Pictures) => ({
  dtype: 'uint8' as const,
  shape: [items.length, ...size],
  base64: Buffer.concat(items.map(({ bytes }) => bytes)).toString('base64'),
})

/** Each text's words by their places in it, from 2: 0 is none. */
function wordsForEngine({ items }: Texts) {
  const length = Math.max(...items.map(({ words }) => words.length))
  const numbers = items.flatMap(({ words }) =>
    Array.from({ length }, (_, place) => (place < words.length ? place + 2 : 0)),
  )
  return {
    dtype: 'int32' as const,
    shape: [items.length, length],
    base64: Buffer.from(Int32Array.from(numbers).buffer).toString('base64'),
  }
}

/** The pictures of each step as data: URLs. */
async function drawn({ size, items }: Pictures, variants: string[]): Promise<string[][]> {
  const bytes = size[0] * size[1] * size[2]
  const pictures = variants.flatMap((base64) => {
    const all = new Uint8Array(Buffer.from(base64, 'base64'))
    return items.map((_, item) => all.subarray(item * bytes, (item + 1) * bytes))
  })
  const urls = await runInWorker('encodePictures', { size, pictures })
  return variants.map((_, step) => urls.slice(step * items.length, (step + 1) * items.length))
}

/** The texts of each step. */
function written({ items }: Texts, variants: string[]): string[][] {
  return variants.map((base64) => {
    const numbers = new Int32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer)
    const length = numbers.length / items.length
    return items.map(({ words, between }, item) =>
      Array.from(numbers.subarray(item * length, (item + 1) * length))
        .flatMap((number) => (number > 0 ? [words[number - 2] as string] : []))
        .join(between),
    )
  })
}
