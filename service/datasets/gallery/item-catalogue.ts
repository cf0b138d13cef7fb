import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Dataset, PartName } from '../../../contract/data/dataset.ts'
import { type ItemKey, rowKey } from '../../../contract/data/excluded.ts'
import type { SampleQuery } from '../../../contract/data/samples.ts'
import { fileKey } from '../excluded/file-key.ts'
import { type Pair, pictureNames, readClassNumbers, readPixels, readValues } from '../idx/read-pair.ts'
import { valueText } from '../packed/source-label.ts'
import { readText } from '../texts/text-source.ts'
import type { Manifest, ManifestFile } from '../versions/manifest.ts'
import type { Catalogue } from './catalogue.ts'
import { thumbnailOfFile, thumbnailOfPixels } from './draw-thumbnail.ts'
import type { StoredThumbnails } from './stored-thumbnails.ts'

interface Ref {
  key: ItemKey
  part: PartName
  label: string
  /** Of an item with several labels: each of them. */
  labels?: string[]
  file: string
  /** Draws it small. */
  draw: ((size: number) => Promise<Buffer>) | null
}

/** Pictures and texts: a file each, or many within one. */
export async function itemCatalogue(
  dataset: Dataset,
  manifest: Manifest,
  stored: StoredThumbnails,
): Promise<Catalogue> {
  const texts = dataset.kind === 'text-folder'
  const refs = manifest.idx.length ? [] : filesOf(dataset, manifest, texts ? null : stored)
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
    picture: async (key, size) => (await byKey.get(key)?.draw?.(size)) ?? null,
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

/** `stored`: null of texts, which nothing is drawn of. */
function filesOf({ classes, paths }: Dataset, { files }: Manifest, stored: StoredThumbnails | null): Ref[] {
  return files.map((file) => {
    const { path, part, label, labels = [label], values } = file
    const names = labels.map((one) => classes[one] ?? '')
    return {
      key: fileKey(paths, path),
      part,
      label: values ? valueText(values) : names.join(', '),
      labels: names,
      file: path,
      draw: stored && ((size) => drawnOnce(file, size, stored)),
    }
  })
}

/** Larger ones are looked at one by one. */
const largestStored = 320

/** From the disk, where the file is still the one whose hash is known and was drawn before. */
async function drawnOnce(
  { path, hash, size: bytes, mtime }: ManifestFile,
  size: number,
  stored: StoredThumbnails,
) {
  if (!hash || size > largestStored) return thumbnailOfFile(path, size)
  const now = await stat(path)
  if (now.size !== bytes || now.mtimeMs !== mtime) return thumbnailOfFile(path, size)
  const before = stored.get(hash, size)
  if (before) return before
  const thumbnail = await thumbnailOfFile(path, size)
  stored.put(hash, size, thumbnail)
  return thumbnail
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
    const shape = { width, height, channels }
    return {
      key: rowKey(part, row),
      part,
      label: targets ? valueText(own(row)) : (classes[label] ?? ''),
      file: names[row] ?? '',
      draw: (longest) => thumbnailOfPixels(values.subarray(row * size, (row + 1) * size), shape, longest),
    }
  })
}
