import { basename } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import type { Dataset, PartName } from '../../../contract/data/dataset.ts'
import { type ItemKey, rowKey } from '../../../contract/data/excluded.ts'
import type { SampleQuery } from '../../../contract/data/samples.ts'
import { fileKey } from '../excluded/file-key.ts'
import { type Pair, pictureNames, readClassNumbers, readPixels, readValues } from '../idx/read-pair.ts'
import { valueText } from '../packed/source-label.ts'
import { openPicture } from '../pictures/open-picture.ts'
import { readText } from '../texts/text-source.ts'
import type { Manifest } from '../versions/manifest.ts'
import type { Catalogue } from './catalogue.ts'

interface Ref {
  key: ItemKey
  part: PartName
  label: string
  /** Of an item with several labels: each of them. */
  labels?: string[]
  file: string
  /** Opens its picture. */
  open: (() => Promise<Sharp> | Sharp) | null
}

/** Pictures and texts: a file each, or many within one. */
export async function itemCatalogue(dataset: Dataset, manifest: Manifest): Promise<Catalogue> {
  const texts = dataset.kind === 'text-folder'
  const refs = [...(manifest.idx.length ? [] : filesOf(dataset, manifest, texts))]
  for (const pair of manifest.idx) refs.push(...(await rowsOf(dataset, pair)))
  const byKey = new Map(refs.map((ref) => [ref.key, ref]))
  let last: { filter: string; found: Ref[]; left: Set<ItemKey> } | null = null

  const find = (now: Dataset, query: SampleQuery, only: Set<ItemKey> | null) => {
    const { offset: _, limit: __, ...wanted } = query
    const filter = JSON.stringify([now.version, wanted])
    if (last?.filter === filter) return last
    const left = leftOutOf(now)
    const search = query.search?.toLowerCase()
    const found = refs.filter(
      ({ key, part, label, labels = [label], file }) =>
        (!query.part || part === query.part) &&
        (!query.className || labels.includes(query.className)) &&
        (query.leftOut === undefined || left.has(key) === query.leftOut) &&
        (!only || only.has(key)) &&
        (!search || basename(file).toLowerCase().includes(search)),
    )
    last = { filter, found, left }
    return last
  }
  return {
    async page(now, query, only) {
      const { found, left } = find(now, query, only)
      const some = found.slice(query.offset, query.offset + query.limit)
      const samples = some.map(async ({ key, part, label, file }, at) => ({
        index: query.offset + at,
        key,
        part,
        label,
        file,
        leftOut: left.has(key),
        cells: texts ? [await beginningOf(file, manifest)] : [],
      }))
      return { total: found.length, samples: await Promise.all(samples) }
    },
    async picture(key, size) {
      const open = byKey.get(key)?.open
      return open ? drawn(await open(), size) : null
    },
    close: async () => {},
  }
}

function leftOutOf({ excluded: { files, rows } }: Dataset): Set<ItemKey> {
  const parts = ['train', 'validation', 'test'] as const
  return new Set([...files, ...parts.flatMap((part) => rows[part].map((row) => rowKey(part, row)))])
}

/** The beginning of a text, as much as a row of a list can show. */
const beginningOf = async (path: string, { encoding }: Manifest) =>
  (await readText(path, encoding).catch(() => '')).slice(0, 400)

function filesOf({ classes, paths }: Dataset, { files }: Manifest, texts: boolean): Ref[] {
  return files.map(({ path, part, label, labels = [label], values }) => ({
    key: fileKey(paths, path),
    part,
    label: values ? valueText(values) : labels.map((one) => classes[one] ?? '').join(', '),
    labels: labels.map((one) => classes[one] ?? ''),
    file: path,
    open: texts ? null : async () => (await openPicture(path)).rotate(),
  }))
}

async function rowsOf({ classes }: Dataset, pair: Pair) {
  const { part } = pair
  const [height = 0, width = 0, channels = 1] = pair.shape
  const size = height * width * channels
  const values = await readPixels(pair)
  const names = await pictureNames(pair)
  const targets = await readValues(pair)
  const many = pair.values ?? 1
  const own = (row: number) => Array.from({ length: many }, (_, at) => targets?.[row * many + at] ?? 0)
  return Array.from((await readClassNumbers(pair)) ?? [], (label, row): Ref => {
    const raw = { width, height, channels: channels as 1 }
    const open = () => sharp(values.subarray(row * size, (row + 1) * size), { raw })
    return {
      key: rowKey(part, row),
      part,
      label: targets ? valueText(own(row)) : (classes[label] ?? ''),
      file: names[row] ?? '',
      open,
    }
  })
}

/** Below this a picture's pixels are shown as they are, and JPEG would blur them. */
const fewPixels = 64

async function drawn(picture: Sharp, size: number): Promise<string> {
  const sized = picture.resize(size, size, { fit: 'inside', withoutEnlargement: true }).toColourspace('srgb')
  const { data, info } = await sized.clone().raw().toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const pixels = sharp(data, { raw: { width, height, channels } })
  const sharpEdged = channels === 4 || channels === 2 || Math.max(width, height) <= fewPixels
  const bytes = await (sharpEdged
    ? pixels.png({ compressionLevel: 3 })
    : pixels.jpeg({ quality: 82 })
  ).toBuffer()
  return `data:image/${sharpEdged ? 'png' : 'jpeg'};base64,${bytes.toString('base64')}`
}
