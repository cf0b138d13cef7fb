import { basename } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import type { z } from 'zod'
import type { Dataset, Sample, SamplePage, SampleQuery } from '../../contract/dataset.ts'
import type { Hooks } from './context.ts'
import { readIdx } from './idx/idx-file.ts'
import type { Manifest } from './manifest.ts'
import { openPicture } from './pictures/open-picture.ts'
import { tableSamples } from './tables/table-samples.ts'
import { readText } from './texts/text-source.ts'

export interface SampleJob {
  dataset: Dataset
  manifest: Manifest
  query: z.infer<typeof SampleQuery>
}
type Ref = Omit<Sample, 'picture'> & { draw: (() => Promise<string>) | null }

const toUrl = async (picture: Sharp) => {
  const png = await picture.resize(96, 96, { fit: 'inside', kernel: 'nearest' }).png().toBuffer()
  return `data:image/png;base64,${png.toString('base64')}`
}

/** A page of a data set's items, with small pictures (at most 96 px a side). */
export async function samples(job: SampleJob, hooks: Hooks): Promise<SamplePage> {
  const { dataset, manifest, query } = job
  if (dataset.kind === 'table') return tableSamples(job, hooks)
  const wanted = (await refs(dataset, manifest)).filter(
    (ref) => (!query.part || ref.part === query.part) && (!query.className || ref.label === query.className),
  )
  const page = wanted.slice(query.offset, query.offset + query.limit)
  const drawn = page.map(async ({ draw, ...rest }) => ({
    ...rest,
    picture: draw ? await draw().catch(() => null) : null,
    cells: dataset.kind === 'text-folder' ? [await excerpt(rest.file, manifest)] : rest.cells,
  }))
  return { total: wanted.length, samples: await Promise.all(drawn) }
}

/** The beginning of a text, as much as a row of a list can show. */
const excerpt = async (path: string, { encoding }: Manifest) =>
  (await readText(path, encoding).catch(() => '')).slice(0, 400)

async function refs(dataset: Dataset, manifest: Manifest): Promise<Ref[]> {
  const name = (label: number) => dataset.classes[label] ?? ''
  if (dataset.kind === 'image-folder')
    return manifest.files.map(({ path, part, label }, index) => ({
      index,
      part,
      label: name(label),
      file: path,
      cells: [],
      draw: async () => toUrl((await openPicture(path)).rotate()),
    }))
  if (dataset.kind === 'text-folder')
    return manifest.files.map(({ path, part, label }, index) => ({
      index,
      part,
      label: name(label),
      file: path,
      cells: [],
      draw: null,
    }))
  const all: Ref[] = []
  for (const { part, images, labels, shape } of manifest.idx) {
    const [height = 0, width = 0, channels = 1] = shape
    const size = height * width * channels
    const { values } = await readIdx(images)
    for (const [index, label] of (labels ? (await readIdx(labels)).values : []).entries()) {
      const raw = { width, height, channels: channels as 1 }
      const draw = () => toUrl(sharp(values.subarray(index * size, (index + 1) * size), { raw }))
      all.push({ index, part, label: name(label), file: basename(images), cells: [], draw })
    }
  }
  return all
}
