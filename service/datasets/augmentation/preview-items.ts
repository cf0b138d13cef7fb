import sharp from 'sharp'
import { type Dataset, readsText } from '../../../contract/data/dataset.ts'
import { inputShape } from '../../../contract/model/model.ts'
import { buildTemplate } from '../../../contract/templates/templates.ts'
import type { Hooks } from '../context.ts'
import { datasetFacts } from '../dataset-facts.ts'
import { keptFiles, keptRows } from '../excluded/kept.ts'
import { tableCatalogue } from '../gallery/table-catalogue.ts'
import { readClassNumbers, readPixels } from '../idx/read-pair.ts'
import { labelOf } from '../packed/source-label.ts'
import { sourcesOf } from '../packed/sources.ts'
import { plainInput } from '../pictures/fit-pictures.ts'
import type { PictureInput } from '../pipeline/pipeline.ts'
import { readText } from '../texts/text-source.ts'
import type { Manifest } from '../versions/manifest.ts'
import { readManifest } from '../versions/version-folder.ts'

/** Items of a data set, to show what becomes of them. */
export type PreviewItems =
  | { kind: 'pictures'; size: [number, number, number]; items: { label: string; bytes: Uint8Array }[] }
  | { kind: 'texts'; items: { label: string; words: string[]; between: string }[] }

/** Pictures are shown no larger than this: a preview must be quick. */
const mostPixels = 112
const mostWords = 60

/** A few items of what is trained on, from all over it so that all classes have a chance. Files that cannot be read are left out. */
export async function readItems(
  { home, dataset, count }: { home: string; dataset: Dataset; count: number },
  hooks: Hooks,
): Promise<PreviewItems> {
  const manifest = await readManifest(home, dataset)
  const label = (of: number) => dataset.classes[of] ?? ''
  if (dataset.kind === 'table') return textsOf(await tableTexts(dataset, manifest, count, hooks))
  const recipe = dataset.preprocessing?.picture
  if (recipe && !readsText(dataset)) return preparedItems(dataset, manifest, count)
  if (dataset.kind === 'idx') return idxItems(dataset, manifest, count)
  const chosen = spread(
    keptFiles(dataset, manifest.files).filter(({ part }) => part === 'train'),
    count,
  )
  if (dataset.kind === 'text-folder')
    return textsOf(
      await Promise.all(
        chosen.map(async (file) => ({
          label: label(file.label),
          text: await readText(file.path, manifest.encoding).catch(() => ''),
        })),
      ),
    )
  const size = sizeOf(dataset)
  const [height, width] = size
  const drawn = chosen.map(async (file) => {
    const bytes = await sharp(file.path, { failOn: 'none' })
      .rotate()
      .resize(width, height, { fit: 'fill' })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer()
      .catch(() => null)
    return bytes?.length === height * width * 3
      ? [{ label: label(file.label), bytes: new Uint8Array(bytes) }]
      : []
  })
  return { kind: 'pictures', size, items: (await Promise.all(drawn)).flat() }
}

/** Pictures resized and cropped as the recipe has it for the Input of a template, and all the smaller where that is large. */
async function preparedItems(dataset: Dataset, manifest: Manifest, count: number): Promise<PreviewItems> {
  const asked = inputShape(buildTemplate('cnn-image-classifier', datasetFacts(dataset))) ?? []
  const input = shrunk(plainInput(asked, dataset))
  const { height, width, channels } = input
  const wanted = { dataset, manifest, predict: false, task: dataset.task }
  const train = (await sourcesOf(wanted, null, dataset.classes, null)).find(({ part }) => part === 'train')
  const places = spread(
    Array.from({ length: train?.count ?? 0 }, (_, item) => item),
    count,
  )
  const drawn = places.map(async (item) => {
    const bytes = await train?.draw?.(item, { input }).catch(() => null)
    return bytes && train ? [{ label: labelOf(dataset, train, item), bytes: new Uint8Array(bytes) }] : []
  })
  return { kind: 'pictures', size: [height, width, channels], items: (await Promise.all(drawn)).flat() }
}

/** No side longer than a preview shows, with the same part of each picture. */
function shrunk(input: PictureInput): PictureInput {
  const by = Math.min(1, mostPixels / Math.max(input.height, input.width))
  const smaller = (side: number) => Math.max(1, Math.round(side * by))
  const { height, width, cropFrom } = input
  const own = { height: smaller(height), width: smaller(width) }
  const from = cropFrom && {
    height: Math.max(own.height, smaller(cropFrom.height)),
    width: Math.max(own.width, smaller(cropFrom.width)),
  }
  // Colours are shown in their usual order, whatever the model's.
  return { ...input, ...own, cropFrom: from, reversed: false }
}

/** The size all pictures are shown in: their own where it is one and small. */
function sizeOf({ imageShape }: Dataset): [number, number, number] {
  const [height = mostPixels, width = mostPixels] = imageShape ?? []
  const shrink = Math.min(1, mostPixels / Math.max(height, width))
  return [Math.max(1, Math.round(height * shrink)), Math.max(1, Math.round(width * shrink)), 3]
}

async function idxItems(dataset: Dataset, manifest: Manifest, count: number): Promise<PreviewItems> {
  const pair = manifest.idx.find(({ part }) => part === 'train') ?? manifest.idx[0]
  if (!pair) return { kind: 'pictures', size: [1, 1, 1], items: [] }
  const [height = 1, width = 1, channels = 1] = pair.shape
  const values = await readPixels(pair)
  const labels = await readClassNumbers(pair)
  const bytes = height * width * channels
  const all = Math.floor(values.length / bytes)
  const rows = keptRows(dataset, pair.part, all) ?? Array.from({ length: all }, (_, row) => row)
  const items = spread(rows, count).map((row) => ({
    label: dataset.classes[labels?.[row] ?? -1] ?? '',
    bytes: new Uint8Array(values.subarray(row * bytes, (row + 1) * bytes)),
  }))
  return { kind: 'pictures', size: [height, width, channels], items }
}

async function tableTexts(dataset: Dataset, manifest: Manifest, count: number, hooks: Hooks) {
  const query = { dataset: dataset.id, part: 'train' as const, leftOut: false, offset: 0, limit: count }
  const catalogue = await tableCatalogue(dataset, manifest, hooks)
  const { samples } = await catalogue.page(dataset, query, null).finally(catalogue.close)
  const column = dataset.columns.findIndex(({ role, type }) => role === 'feature' && type === 'text')
  return samples.map(({ label, cells }) => ({ label, text: cells[column] ?? '' }))
}

/** Texts as words; those of a language without spaces are put together again without. */
function textsOf(texts: { label: string; text: string }[]): PreviewItems {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
  const items = texts.map(({ label, text }) => {
    const start = text.slice(0, 2000)
    const words = [...segmenter.segment(start)].filter((one) => one.isWordLike).map((one) => one.segment)
    const spaced = start.split(/\s+/).length > words.length / 4
    return { label, words: words.slice(0, mostWords), between: spaced ? ' ' : '' }
  })
  return { kind: 'texts', items: items.filter(({ words }) => words.length > 0) }
}

/** `count` of a list, evenly far apart. */
const spread = <T>(list: readonly T[], count: number): T[] =>
  Array.from({ length: Math.min(count, list.length) }, (_, place) => {
    const step = list.length / Math.min(count, list.length)
    return list[Math.floor((place + 0.5) * step)] as T
  })

/** Raw pictures as data: URLs. */
export function encodePictures({
  size: [height, width, channels],
  pictures,
}: {
  size: [number, number, number]
  pictures: Uint8Array[]
}): Promise<string[]> {
  return Promise.all(
    pictures.map(async (bytes) => {
      const raw = { width, height, channels: channels as 1 | 3 }
      const png = await sharp(bytes, { raw }).png({ compressionLevel: 1 }).toBuffer()
      return `data:image/png;base64,${png.toString('base64')}`
    }),
  )
}
