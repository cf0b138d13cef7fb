import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import sharp from 'sharp'
import type { ImportOptions, ImportPlan, PartName, PartSummary, SkippedFile } from '../../contract/dataset.ts'
import { Fault } from '../../contract/failure.ts'
import type { Hooks } from './context.ts'
import { readIdx, readIdxHead } from './idx.ts'
import { hashFile, type Manifest, type ManifestFile } from './manifest.ts'
import { profileTable } from './profile-table.ts'
import { isMissing, readTable, type TableRead } from './read-table.ts'

export interface Scan {
  plan: ImportPlan
  manifest: Manifest
}
interface Entry {
  path: string
  name: string
  files: string[]
  folders: Entry[]
}

const pictures = new Set(['.jpg', '.jpeg', '.png', '.gif', '.bmp', '.webp', '.tif', '.tiff', '.avif'])
const tables = new Set(['.csv', '.tsv', '.data', '.txt'])
const idxName = /(idx\d-ubyte|ubyte)(\.gz)?$|\.idx\d?(\.gz)?$/i
const aside = /^(readme|licen[cs]e|labels\.txt$|thumbs\.db$|desktop\.ini$)/i
const partNames: Record<string, PartName> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  testing: 'test',
}
const partOrder: PartName[] = ['train', 'validation', 'test']

/**
 * Recognises what some paths hold. `deep` also reads every file: its hash, and whether a picture can be decoded.
 * @throws Fault `data.path-missing`, `data.nothing-recognised`, `data.no-target`, `cancelled`
 */
export async function scan(
  paths: string[],
  options: ImportOptions,
  deep: boolean,
  hooks: Hooks,
): Promise<Scan> {
  const root: Entry = { path: '', name: '', files: [], folders: [] }
  let seen = 0
  const walk = async (path: string): Promise<Entry> => {
    const entry: Entry = { path, name: basename(path), files: [], folders: [] }
    const list = await readdir(path, { withFileTypes: true }).catch((error) => {
      throw new Fault('data.path-unreadable', { path, detail: error.message })
    })
    for (const item of list.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      hooks.check()
      if (item.name.startsWith('.') || item.name === '__MACOSX') continue
      if (item.isDirectory()) entry.folders.push(await walk(join(path, item.name)))
      else entry.files.push(join(path, item.name))
    }
    seen += entry.files.length
    hooks.progress(seen, 0, 'files')
    return entry
  }
  for (const given of paths) {
    const path = resolve(given)
    const info = await stat(path).catch(() => null)
    if (!info) throw new Fault('data.path-missing', { path })
    if (info.isDirectory()) root.folders.push(await walk(path))
    else root.files.push(path)
  }
  const all = allFiles(root)
  const of = (test: (path: string) => boolean) => all.filter(test)
  const idx = of((path) => idxName.test(path))
  const images = of((path) => pictures.has(extname(path).toLowerCase()))
  const sheets = of((path) => tables.has(extname(path).toLowerCase()) && !aside.test(basename(path)))
  const skipped: SkippedFile[] = []
  const kind =
    idx.length && !(images.length > idx.length)
      ? 'idx'
      : images.length > sheets.length
        ? 'image-folder'
        : sheets.length
          ? 'table'
          : null
  const names = paths.map((path) => basename(path)).join(', ')
  if (!kind) throw new Fault('data.nothing-recognised', { names })
  const used = new Set(kind === 'idx' ? idx : kind === 'table' ? sheets : images)
  for (const file of all)
    if (!used.has(file) && !aside.test(basename(file)))
      skipped.push({ file, code: 'other-kind', reason: 'it is not of the kind of the other files' })
  const first = resolve(paths[0] ?? '')
  const single = paths.length === 1 || kind !== 'table' ? first : dirname(first)
  const isFile = root.files.includes(first)
  const name =
    options.name ??
    (isFile && kind === 'idx'
      ? basename(dirname(first))
      : basename(paths.length > 1 && !isFile ? dirname(first) : single, isFile ? extname(single) : ''))
  const plan: ImportPlan = {
    paths: paths.map((path) => resolve(path)),
    kind,
    name: name || kind,
    classes: [],
    task: 'classification',
    parts: [],
    items: 0,
    bytes: 0,
    imageShape: null,
    columns: [],
    skipped,
    warnings: [],
  }
  const manifest: Manifest = { version: 1, files: [], idx: [], tables: [], levels: {} }
  if (kind === 'idx') await scanIdx(idx, plan, manifest, deep, hooks)
  else if (kind === 'table') await scanTables(sheets, options, plan, manifest, deep, hooks)
  else await scanImages(root, plan, manifest, deep, hooks)
  plan.items = plan.parts.reduce((sum, part) => sum + part.items, 0)
  plan.bytes = manifest.files.reduce((sum, file) => sum + file.size, 0)
  const present = new Set(
    plan.parts.flatMap((part) => part.classes.filter(({ count }) => count).map((one) => one.name)),
  )
  if (
    plan.task === 'classification' &&
    present.size === 1 &&
    !plan.warnings.some(({ code }) => code === 'single-class')
  )
    plan.warnings.push({
      code: 'single-class',
      message: `Every item has the same label: ${[...present][0]}.`,
    })
  return { plan, manifest }
}

const allFiles = (entry: Entry): string[] => [...entry.files, ...entry.folders.flatMap(allFiles)]

async function fileOf(path: string, part: PartName, label: number, deep: boolean): Promise<ManifestFile> {
  const info = await stat(path)
  const hash = deep ? await hashFile(path, info.size) : ''
  return { path, size: info.size, mtime: info.mtimeMs, hash, part, label }
}

function summarise(classes: string[], labels: { part: PartName; label: number }[]): PartSummary[] {
  return partOrder.flatMap((part) => {
    const own = labels.filter((one) => one.part === part)
    if (!own.length) return []
    const counts = new Array<number>(classes.length).fill(0)
    for (const { label } of own) counts[label] = (counts[label] ?? 0) + 1
    return [{ part, items: own.length, classes: classes.map((name, i) => ({ name, count: counts[i] ?? 0 })) }]
  })
}

async function scanIdx(files: string[], plan: ImportPlan, manifest: Manifest, deep: boolean, hooks: Hooks) {
  const skip = (file: string, code: string, reason: string) => plan.skipped.push({ file, code, reason })
  const heads = new Map<string, number[]>()
  for (const file of files) {
    hooks.check()
    await readIdxHead(file).then(
      ({ shape }) => heads.set(file, shape),
      (error) => skip(file, 'bad-idx', error.message),
    )
  }
  const key = (file: string) =>
    join(
      dirname(file),
      basename(file)
        .replace(/\.gz$/i, '')
        .replace(/images?|labels?/i, '*')
        .replace(/idx\d/i, ''),
    )
  const of = (labels: boolean) =>
    [...heads.keys()].filter((file) => (heads.get(file)?.length === 1) === labels)
  const partOf = (file: string): PartName =>
    /t10k|test/i.test(basename(file)) ? 'test' : /val/i.test(basename(file)) ? 'validation' : 'train'
  const pairs: { part: PartName; counts: number[]; items: number }[] = []
  for (const images of of(false)) {
    const labels = of(true).find((file) => key(file) === key(images))
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
    if (![...heads.keys()].some((file) => file !== labels && key(file) === key(labels)))
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

const pictureShape = (shape: number[]) => [shape[1] ?? 0, shape[2] ?? 0, shape[3] ?? 1]

async function classNames(folder: string, count: number): Promise<string[]> {
  const text = await readFile(join(folder, 'labels.txt'), 'utf8').catch(() => '')
  const named = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
  return named.length >= count ? named : Array.from({ length: count }, (_, i) => String(i))
}

async function scanImages(root: Entry, plan: ImportPlan, manifest: Manifest, deep: boolean, hooks: Hooks) {
  const isPicture = (path: string) => pictures.has(extname(path).toLowerCase())
  const skip = (file: string, code: string, reason: string) => plan.skipped.push({ file, code, reason })
  let top = root
  while (
    !top.files.some(isPicture) &&
    top.folders.length === 1 &&
    top.folders[0]?.folders.length &&
    !top.folders[0].files.some(isPicture)
  )
    top = top.folders[0]
  if (top !== root && top.name) plan.name = plan.name || top.name
  for (const file of top.files.filter(isPicture)) skip(file, 'no-class-folder', 'it lies in no class folder')
  const partFolders = top.folders.filter((entry) => partNames[entry.name.toLowerCase()])
  const split =
    partFolders.length > 0 &&
    top.folders.every((entry) => partFolders.includes(entry) || !allFiles(entry).some(isPicture))
  const found: { path: string; part: PartName; className: string }[] = []
  for (const place of split ? partFolders : [top]) {
    const part = split ? (partNames[place.name.toLowerCase()] ?? 'train') : 'train'
    if (split)
      for (const file of place.files.filter(isPicture))
        skip(file, 'no-class-folder', 'it lies in no class folder')
    for (const folder of place.folders) {
      const inside = allFiles(folder).filter(isPicture)
      if (!inside.length) {
        skip(folder.path, 'empty-class', `the class folder ${folder.name} holds no pictures`)
        plan.warnings.push({
          code: 'empty-class',
          message: `The class folder ${folder.name} holds no pictures.`,
        })
      }
      for (const path of inside) found.push({ path, part, className: folder.name })
    }
  }
  const good: { file: ManifestFile; className: string }[] = []
  const sizes = new Set<string>()
  let size: number[] | null = null
  const step = Math.max(1, Math.floor(found.length / 16))
  sharp.concurrency(1)
  await eachOf(found, 4, async ({ path, part, className }, index) => {
    hooks.check()
    const info = await stat(path)
    let hash = ''
    try {
      if (deep) {
        const bytes = await readFile(path)
        hash = createHash('sha256').update(bytes).digest('hex')
        const { height, width, channels } = await sharp(bytes, { failOn: 'error' }).metadata()
        await sharp(bytes, { failOn: 'error' }).resize(8, 8, { fit: 'fill' }).raw().toBuffer()
        size = [height, width, channels >= 3 ? 3 : 1]
        sizes.add(String(size))
      } else if (index % step === 0) {
        const { height, width, channels } = await sharp(path).metadata()
        size = [height, width, channels >= 3 ? 3 : 1]
        sizes.add(String(size))
      }
      good[index] = { file: { path, size: info.size, mtime: info.mtimeMs, hash, part, label: 0 }, className }
    } catch (error) {
      skip(path, 'bad-picture', `it cannot be decoded: ${(error as Error).message.split('\n')[0]}`)
    }
    hooks.progress(index + 1, found.length, 'files')
  })
  const kept = good.filter(Boolean)
  plan.imageShape = sizes.size === 1 ? size : null
  plan.classes = [...new Set(kept.map(({ className }) => className))].sort()
  for (const { file, className } of kept)
    manifest.files.push({ ...file, label: plan.classes.indexOf(className) })
  plan.parts = summarise(plan.classes, manifest.files)
}

/** Works on the items in order, `width` at a time. */
export async function eachOf<T>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<void>,
) {
  let next = 0
  const lane = async () => {
    while (next < items.length) {
      const index = next++
      await work(items[index] as T, index)
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
}

async function scanTables(
  files: string[],
  options: ImportOptions,
  plan: ImportPlan,
  manifest: Manifest,
  deep: boolean,
  hooks: Hooks,
) {
  const reads: { path: string; part: PartName; table: TableRead }[] = []
  for (const path of files) {
    hooks.check()
    const skip = (code: string, reason: string) => plan.skipped.push({ file: path, code, reason })
    const { size } = await stat(path)
    if (size > 400 * 2 ** 20) {
      skip('table-too-big', 'it is larger than 400 MiB')
      continue
    }
    const table = await readTable(path)
    plan.skipped.push(...table.skipped)
    if (!table.rows.length) skip('empty-table', size ? 'it has no rows below its header' : 'it is empty')
    else if (table.names.length < 2) skip('one-column', 'it has one column only')
    else if (reads[0] && String(reads[0].table.names) !== String(table.names))
      skip('other-columns', 'its columns differ from the first table')
    else {
      const word = basename(path)
        .toLowerCase()
        .match(/(?:^|[^a-z])(train|training|val|valid|validation|test|testing)(?:[^a-z]|$)/)?.[1]
      reads.push({ path, part: (files.length > 1 && word && partNames[word]) || 'train', table })
    }
    hooks.progress(reads.length, files.length, 'files')
  }
  const first = reads[0]
  if (!first) return
  const rows = reads.flatMap(({ table }) => table.rows)
  const profile = profileTable(first.table.names, rows, options)
  Object.assign(plan, { columns: profile.columns, task: profile.task, classes: profile.classes })
  plan.warnings.push(...profile.warnings)
  manifest.levels = profile.levels
  const at = first.table.names.indexOf(profile.target)
  const numbers = new Map(profile.classes.map((name, i) => [name, i]))
  const labels: { part: PartName; label: number }[] = []
  for (const { path, part, table } of reads) {
    manifest.tables.push({ part, path, dialect: table.dialect })
    manifest.files.push(await fileOf(path, part, -1, deep))
    for (const cells of table.rows)
      if (!isMissing(cells[at] ?? '')) labels.push({ part, label: numbers.get(cells[at] ?? '') ?? 0 })
  }
  plan.parts = summarise(profile.classes, labels)
}
