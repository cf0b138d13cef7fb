import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Dataset } from '../../../../contract/data/dataset.ts'
import { rowKey } from '../../../../contract/data/excluded.ts'
import type { Hooks } from '../../context.ts'
import { fileKey } from '../../excluded/file-key.ts'
import { keptFiles, keptRows } from '../../excluded/kept.ts'
import { readClassNumbers, readPixels } from '../../idx/read-pair.ts'
import { decodeLanes } from '../../pictures/decode-lanes.ts'
import { stretchedPlain } from '../../pictures/draw-plain.ts'
import { openBytes } from '../../pictures/open-picture.ts'
import type { Manifest, ManifestFile } from '../../versions/manifest.ts'
import { eachOf } from '../../workers/each-of.ts'
import type { Item } from '../items.ts'
import { measurePixels, type PictureMeasure } from './measure-picture.ts'
import { openMeasures } from './stored-measures.ts'

export interface MeasuredPicture extends Item {
  measure: PictureMeasure
}

/** Colours are measured on no more than this many pixels a side: a JPEG is then decoded at a fraction of its size. */
const largest = 128

/** Measures every picture that is not left out; those measured before, by the content of their file, are not read again. */
export async function measurePictures(
  dataset: Dataset,
  manifest: Manifest,
  folder: string,
  hooks: Hooks,
): Promise<MeasuredPicture[]> {
  const items = await filesOf(dataset, manifest, folder, hooks)
  for (const pair of manifest.idx) items.push(...(await rowsOf(dataset, pair, hooks)))
  return items
}

async function filesOf(dataset: Dataset, manifest: Manifest, folder: string, hooks: Hooks) {
  const files = manifest.idx.length ? [] : keptFiles(dataset, manifest.files)
  const stored = await openMeasures(folder)
  const found: MeasuredPicture[] = []
  let done = 0
  try {
    await eachOf(files, decodeLanes, async (file, index) => {
      const { path, part, label, hash } = file
      const labels = (file.labels ?? [label]).map((one) => dataset.classes[one] ?? '')
      hooks.check()
      // One that is gone or damaged by now is the scan's to name.
      const measure = stored.get(hash) ?? (await measureFile(file).catch(() => null))
      hooks.progress(++done, files.length, 'files')
      if (!measure) return
      if (hash) await stored.put(hash, measure)
      const key = fileKey(dataset.paths, path)
      found[index] = {
        key,
        part,
        label: labels.join(', '),
        ...(file.labels ? { labels } : {}),
        name: basename(path),
        same: hash || key,
        cells: [],
        measure,
      }
    })
  } finally {
    await stored.close()
  }
  return found.filter(Boolean)
}

async function measureFile({ path, shape }: Pick<ManifestFile, 'path' | 'shape'>): Promise<PictureMeasure> {
  const bytes = readFileSync(path)
  return (shape && (await measurePlain(bytes, shape))) || measureAny(bytes)
}

/** Most pictures, in a quarter of the time. */
async function measurePlain(
  bytes: Buffer,
  [height = 0, width = 0, channels = 0]: number[],
): Promise<PictureMeasure | null> {
  const scale = Math.min(1, largest / Math.max(height, width))
  const to = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  }
  const rgba = await stretchedPlain(bytes, to)
  return rgba && measurePixels(rgba, { ...to, channels: 4 }, { width, height, channels })
}

async function measureAny(bytes: Buffer): Promise<PictureMeasure> {
  const { autoOrient, channels = 3 } = await openBytes(bytes).metadata()
  const { data, info } = await openBytes(bytes, { failOn: 'error' })
    .rotate()
    .resize(largest, largest, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return measurePixels(data, info, { ...autoOrient, channels })
}

async function rowsOf(dataset: Dataset, pair: Manifest['idx'][number], hooks: Hooks) {
  const { part, shape } = pair
  const [height = 0, width = 0, channels = 1] = shape
  const size = width * height * channels
  const values = await readPixels(pair)
  const own = await readClassNumbers(pair)
  const count = own?.length ?? Math.floor(values.length / Math.max(1, size))
  const rows = keptRows(dataset, part, count) ?? Array.from({ length: count }, (_, row) => row)
  return rows.map((row, index): MeasuredPicture => {
    if (index % 1000 === 0) {
      hooks.check()
      hooks.progress(index, rows.length, 'items')
    }
    const pixels = values.subarray(row * size, (row + 1) * size)
    const measure = measurePixels(pixels, { width, height, channels }, { width, height, channels })
    return {
      key: rowKey(part, row),
      part,
      label: dataset.classes[own?.[row] ?? -1] ?? '',
      name: String(row + 1),
      same: createHash('sha1').update(pixels).digest('base64'),
      cells: [],
      measure,
    }
  })
}
