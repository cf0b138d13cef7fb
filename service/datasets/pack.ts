import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import type { Dataset } from '../../contract/dataset.ts'
import type { TrainOrder } from '../../contract/engine.ts'
import { Fault } from '../../contract/failure.ts'
import type { PackedPart } from '../../contract/packed.ts'
import type { TrainingSettings } from '../../contract/training.ts'
import type { Hooks } from './context.ts'
import { holdOut } from './hold-out.ts'
import { readIdx } from './idx.ts'
import { checkUnchanged, type Manifest } from './manifest.ts'
import { type ColumnStep, Pipeline, widthOf } from './pipeline.ts'
import { isMissing, numberOf, readTable } from './read-table.ts'
import { eachOf } from './scan.ts'

export interface PackJob {
  home: string
  dataset: Dataset
  manifest: Manifest
  /** The first Input layer's shape without the items axis. */
  shape: (number | null)[]
  /** How to hold out rows; null to replay `pipeline` on everything. */
  split: { settings: Pick<TrainingSettings, 'validationSplit' | 'splitKind'>; seed: number } | null
  pipeline: Pipeline | null
  /** Prediction: no targets, never reused. */
  predict: boolean
}
export interface Packed {
  folder: string
  validation: TrainOrder['validation']
  pipeline: string
  items: string[]
}
type PartName = PackedPart['part']
interface Source {
  part: PartName
  items: string[]
  labels: number[]
  /** Writes the inputs, in order, as bytes. */
  write(
    pipeline: Pipeline,
    put: (bytes: Uint8Array, at: number) => Promise<void>,
    done: () => void,
  ): Promise<void>
  rows: string[][]
}

/** Writes a data set as the model reads it. Made aside and renamed in; the same data and pipeline are packed once. */
export async function pack(job: PackJob, hooks: Hooks): Promise<Packed> {
  const { dataset, manifest } = job
  for (const file of manifest.files) await checkUnchanged(file)
  const target = dataset.columns.find(({ role }) => role === 'target')?.name ?? null
  const classes = job.pipeline?.classes ?? dataset.classes
  const sources = await sourcesOf(job, target, classes)
  const train = sources.find(({ part }) => part === 'train')
  const validation = job.split && train ? validationOf(job, train, sources) : null
  const held = new Set(validation && 'heldOut' in validation ? validation.heldOut : [])
  if (job.split) refuseUntrainable(dataset, train, held)
  const pipeline = job.pipeline ?? fitPipeline(job, target, train as Source, held)
  const text = JSON.stringify(pipeline)
  const key = createHash('sha256')
    .update(JSON.stringify([dataset.digest, pipeline]))
    .digest('hex')
    .slice(0, 32)
  const folder = join(job.home, 'packed', job.predict ? `predict-${randomUUID()}` : key)
  const items = sources.flatMap((source) => source.items)
  const result = { folder, validation, pipeline: join(folder, 'pipeline.json'), items }
  if (existsSync(join(folder, 'packed.json'))) return result
  const made = join(job.home, 'packed', `.${randomUUID()}`)
  try {
    await mkdir(made, { recursive: true })
    const parts: PackedPart[] = []
    let done = 0
    for (const source of sources)
      parts.push(
        await writePart(made, source, pipeline, job.predict, () => {
          hooks.check()
          hooks.progress(++done, items.length, dataset.kind === 'table' ? 'rows' : 'items')
        }),
      )
    await writeFile(join(made, 'pipeline.json'), text)
    const { task } = pipeline
    await writeFile(
      join(made, 'packed.json'),
      JSON.stringify({ version: 1, task, classes: pipeline.classes, parts }),
    )
    await rename(made, folder).catch(async (error) => {
      if (!existsSync(join(folder, 'packed.json'))) throw error
      await rm(made, { recursive: true, force: true })
    })
    return result
  } catch (error) {
    await rm(made, { recursive: true, force: true })
    throw error
  }
}

function validationOf(job: PackJob, train: Source, sources: Source[]): TrainOrder['validation'] {
  const { settings, seed } = job.split as NonNullable<PackJob['split']>
  if (settings.validationSplit === 0) return null
  if (settings.validationSplit === null)
    for (const part of ['validation', 'test'] as const)
      if (sources.some((source) => source.part === part)) return { part }
  const labels = job.dataset.task === 'classification' ? train.labels : null
  return {
    heldOut: holdOut(train.labels.length, labels, settings.validationSplit ?? 0.2, settings.splitKind, seed),
  }
}

function refuseUntrainable(
  { name, task, classes }: Dataset,
  train: Source | undefined,
  held: Set<number>,
): void {
  if (!train || train.labels.length <= held.size) throw new Fault('data.no-training-items', { name })
  if (task === 'classification' && new Set(train.labels).size === 1)
    throw new Fault('data.single-class', { name, class: classes[train.labels[0] ?? 0] ?? '' })
}

function fitPipeline(job: PackJob, target: string | null, train: Source, held: Set<number>): Pipeline {
  const { dataset, manifest } = job
  const { digest, task, classes } = dataset
  const base = { version: 1 as const, digest, task, classes, target }
  const asked = job.shape
  const expected = `[${asked.map((size) => size ?? '?').join(', ')}]`
  const product = asked.reduce<number>((all, size) => all * (size ?? 1), 1)
  if (dataset.kind !== 'table') {
    const own = dataset.imageShape
    const [height, width, channels] =
      asked.length === 1
        ? (own ?? [])
        : [asked[0] ?? own?.[0], asked[1] ?? own?.[1], asked.length === 2 ? 1 : (asked[2] ?? own?.[2])]
    const fits = height && width && channels && [1, 3, 4].includes(channels) && asked.length <= 3
    if (!fits || (asked.length === 1 && asked[0] !== height * width * channels))
      throw new Fault('engine.shape-mismatch', {
        expected,
        found: own ? `pictures of [${own.join(', ')}]` : 'pictures of several sizes',
      })
    const shape =
      asked.length === 1 ? [product] : asked.length === 2 ? [height, width] : [height, width, channels]
    return { ...base, input: { kind: 'image', height, width, channels, shape } }
  }
  const features = dataset.columns.filter(
    ({ role, type }) => role === 'feature' && type !== 'text' && type !== 'date',
  )
  if (!features.length) throw new Fault('data.no-features', { name: dataset.name })
  const columns = features.map(({ name, type }): ColumnStep => {
    const levels = type === 'category' ? (manifest.levels[name] ?? []) : []
    if (type !== 'number') return { name, type, mean: 0, deviation: 1, levels }
    const at = dataset.columns.findIndex((column) => column.name === name)
    const values = train.rows.flatMap((cells, row) => {
      const value = held.has(row) ? Number.NaN : numberOf(cells[at] ?? '')
      return Number.isNaN(value) ? [] : [value]
    })
    const mean = values.reduce((sum, value) => sum + value / values.length, 0)
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0)
    return {
      name,
      type,
      mean,
      deviation: Number.isFinite(variance) && variance > 0 ? Math.sqrt(variance) : 1,
      levels,
    }
  })
  const width = columns.reduce((sum, step) => sum + widthOf(step), 0)
  const open = asked.filter((size) => size === null).length
  if (open ? asked.length !== 1 : product !== width)
    throw new Fault('engine.shape-mismatch', { expected, found: `[${width}] (${width} input features)` })
  return { ...base, input: { kind: 'table', columns, shape: open ? [width] : (asked as number[]) } }
}

async function sourcesOf(job: PackJob, target: string | null, classes: string[]): Promise<Source[]> {
  const { dataset, manifest, predict } = job
  const number = (label: number) => {
    const name = dataset.classes[label] ?? ''
    const at = predict ? 0 : classes.indexOf(name)
    if (at < 0) throw new Fault('data.class-unknown', { class: name, classes: classes.join(', ') })
    return at
  }
  const sources: Source[] = []
  for (const part of predict ? (['predict'] as const) : (['train', 'validation', 'test'] as const)) {
    const own = <T extends { part: string }>(list: T[]) => list.filter((one) => predict || one.part === part)
    if (dataset.kind === 'image-folder') {
      const files = own(manifest.files)
      if (files.length)
        sources.push({
          part,
          rows: [],
          items: files.map(({ path }) => path),
          labels: files.map(({ label }) => number(label)),
          write: (pipeline, put, done) =>
            eachOf(files, 4, async ({ path }, index) => {
              const bytes = await picture(sharp(path, { failOn: 'error' }).rotate(), pipeline)
              await put(bytes, index * bytes.length)
              done()
            }),
        })
    }
    for (const { images, labels, shape } of own(manifest.idx)) {
      const read = predict && !labels ? null : await readIdx(labels)
      const count = read
        ? read.values.length
        : (await readIdx(images)).values.length / shape.reduce((a, b) => a * b, 1)
      sources.push({
        part,
        rows: [],
        items: Array.from({ length: count }, (_, i) => `${basename(images)}#${i}`),
        labels: read ? Array.from(read.values, number) : [],
        write: async (pipeline, put, done) => {
          const [height = 0, width = 0, channels = 1] = shape
          const { values } = await readIdx(images)
          const size = height * width * channels
          const input = pipeline.input
          const same =
            input.kind === 'image' &&
            input.height === height &&
            input.width === width &&
            input.channels === channels
          if (same) await put(values, 0)
          await eachOf(
            Array.from({ length: count }, (_, i) => i),
            same ? 1 : 4,
            async (i) => {
              if (!same) {
                const bytes = await picture(
                  sharp(values.subarray(i * size, (i + 1) * size), {
                    raw: { width, height, channels: channels as 1 },
                  }),
                  pipeline,
                )
                await put(bytes, i * bytes.length)
              }
              done()
            },
          )
        },
      })
    }
    const tables = own(manifest.tables)
    if (!tables.length) continue
    const at = dataset.columns.findIndex(({ name }) => name === target)
    const rows: string[][] = []
    const items: string[] = []
    for (const { path, dialect } of tables) {
      const table = await readTable(path, dialect)
      for (const [index, cells] of table.rows.entries()) {
        const cell = cells[at] ?? ''
        if (!predict && (isMissing(cell) || (dataset.task === 'regression' && Number.isNaN(numberOf(cell)))))
          continue
        rows.push(cells)
        items.push(`${basename(path)}:${table.lines[index]}`)
      }
    }
    const numbers = new Map(dataset.classes.map((name, i) => [name, i]))
    const labels = predict
      ? []
      : rows.map((cells) =>
          dataset.task === 'regression'
            ? numberOf(cells[at] ?? '')
            : number(numbers.get(cells[at] ?? '') ?? -1),
        )
    if (rows.length)
      sources.push({
        part,
        rows,
        items,
        labels,
        write: async (pipeline, put, done) => {
          const input = pipeline.input
          if (input.kind !== 'table') return
          const places = input.columns.map((step) => {
            const place = dataset.columns.findIndex(({ name }) => name === step.name)
            if (place < 0)
              throw new Fault('data.column-missing', {
                file: basename(tables[0]?.path ?? ''),
                column: step.name,
              })
            return place
          })
          const width = input.columns.reduce((sum, step) => sum + widthOf(step), 0)
          const out = new Float32Array(rows.length * width)
          for (const [row, cells] of rows.entries()) {
            let to = row * width
            for (const [index, step] of input.columns.entries())
              to = encode(step, cells[places[index] ?? -1] ?? '', out, to)
            done()
          }
          await put(new Uint8Array(out.buffer), 0)
        },
      })
  }
  return sources
}

function encode(step: ColumnStep, cell: string, out: Float32Array, to: number): number {
  if (step.type === 'category') {
    const level = step.levels.indexOf(cell)
    if (level >= 0) out[to + level] = 1
    return to + step.levels.length
  }
  const value = numberOf(cell)
  if (step.type === 'boolean') out[to] = /^(true|yes|t|y|1)$/i.test(cell) ? 1 : 0
  else out[to] = Number.isNaN(value) ? 0 : (value - step.mean) / step.deviation
  return to + 1
}

async function picture(from: Sharp, pipeline: Pipeline): Promise<Buffer> {
  if (pipeline.input.kind !== 'image')
    throw new Fault('data.kind-mismatch', { expected: 'a table', names: 'this' })
  const { height, width, channels } = pipeline.input
  const sized = from.resize(width, height, { fit: 'fill', kernel: 'linear' })
  const coloured =
    channels === 1
      ? sized.removeAlpha().toColourspace('b-w')
      : channels === 3
        ? sized.removeAlpha().toColourspace('srgb')
        : sized.toColourspace('srgb').ensureAlpha()
  const { data, info } = await coloured.raw().toBuffer({ resolveWithObject: true })
  if (info.channels !== channels)
    throw new Error(`A picture came out with ${info.channels} channels instead of ${channels}.`)
  return data
}

async function writePart(
  folder: string,
  source: Source,
  pipeline: Pipeline,
  predict: boolean,
  done: () => void,
): Promise<PackedPart> {
  const { part, items } = source
  const image = pipeline.input.kind === 'image'
  const inputs = [
    {
      name: 'input',
      file: `${part}-input.bin`,
      dtype: image ? ('uint8' as const) : ('float32' as const),
      shape: pipeline.input.shape,
      scale: image ? 1 / 255 : 1,
    },
  ]
  const file = await open(join(folder, `${part}-input.bin`), 'w')
  try {
    await source.write(
      pipeline,
      async (bytes, at) => void (await file.write(bytes, 0, bytes.length, at)),
      done,
    )
  } finally {
    await file.close()
  }
  if (predict) return { part, items: items.length, inputs, targets: [] }
  const whole = pipeline.task === 'classification'
  await writeFile(
    join(folder, `${part}-target.bin`),
    new Uint8Array((whole ? Int32Array.from(source.labels) : Float32Array.from(source.labels)).buffer),
  )
  const targets = [
    {
      name: 'target',
      file: `${part}-target.bin`,
      dtype: whole ? ('int32' as const) : ('float32' as const),
      shape: [],
      scale: 1,
    },
  ]
  return { part, items: items.length, inputs, targets }
}

export async function readPipeline(runFolder: string): Promise<Pipeline> {
  try {
    return Pipeline.parse(JSON.parse(await readFile(join(runFolder, 'pipeline.json'), 'utf8')))
  } catch (error) {
    throw new Fault('data.no-pipeline', { folder: runFolder }, error)
  }
}
