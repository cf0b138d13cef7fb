import { basename, dirname, extname, resolve } from 'node:path'
import {
  dataWarning,
  type SkippedFile,
  skippedCount,
  skippedFile,
} from '../../../contract/data/data-notes.ts'
import type { ImportOptions, ImportPlan } from '../../../contract/data/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import { leftOutOf } from '../archives/unpack-archives.ts'
import type { Hooks } from '../context.ts'
import { scanIdx } from '../idx/scan-idx.ts'
import { scanPictures } from '../pictures/scan-pictures.ts'
import { featureArrays } from '../tables/numpy/pair-arrays.ts'
import { scanTables } from '../tables/scan-tables.ts'
import { scanTexts } from '../texts/scan-texts.ts'
import { type KnownFiles, nothingKnown } from '../versions/known-files.ts'
import type { Manifest } from '../versions/manifest.ts'
import { recognise } from './recognise.ts'
import type { Scan } from './scanned.ts'
import { allFiles, type Entry, walkPaths } from './walk-paths.ts'

/** What a model reads, when something is scanned to be predicted on. */
export type Wanted = { kind: 'image' | 'text' } | { kind: 'table'; columns: string[] }

/**
 * Recognises what some paths hold. `deep` also reads every file: its hash, and whether a picture can be decoded.
 * @throws Fault `data.path-missing`, `data.nothing-recognised`, `data.wants-pictures`, `data.wants-table`, `data.no-target`,
 * `cancelled`
 */
export async function scan(
  paths: string[],
  options: ImportOptions,
  deep: boolean,
  hooks: Hooks,
  wanted?: Wanted,
  known: KnownFiles = nothingKnown,
): Promise<Scan> {
  const root = await walkPaths(paths, hooks)
  const names = paths.map((path) => basename(path)).join(', ')
  const found = recognise(allFiles(root), wanted?.kind)
  if (!found && wanted)
    throw wanted.kind !== 'table'
      ? new Fault(wanted.kind === 'text' ? 'data.wants-text' : 'data.wants-pictures', { names })
      : new Fault('data.wants-table', { names, columns: wanted.columns.join(', ') })
  const leftOut = await leftOutOf(paths)
  if (!found && leftOut[0])
    throw new Fault('data.nothing-usable', {
      names,
      reason: `${basename(leftOut[0].file)}: ${leftOut[0].reason}`,
    })
  if (!found) throw new Fault('data.nothing-recognised', { names })
  const { used, others } = found
  // Arrays of features are tables.
  const features = found.kind === 'image-folder' ? [] : await featureArrays(used)
  const kind = features.length ? 'table' : found.kind
  const plan: ImportPlan = {
    paths: paths.map((path) => resolve(path)),
    kind,
    name: options.name ?? (nameOf(paths, kind, root) || kind),
    classes: [],
    values: [],
    task: 'classification',
    parts: [],
    items: 0,
    bytes: 0,
    imageShape: null,
    columns: [],
    skipped: others.map((file) => skippedFile(file, 'other-kind')),
    warnings: [],
  }
  const manifest: Manifest = { version: 1, files: [], idx: [], tables: [], encoding: null, levels: {} }
  plan.skipped = plan.skipped.concat(leftOut)
  const into = { plan, manifest }
  const how = { options, deep, known, loose: wanted !== undefined, hooks }
  if (kind === 'idx') await scanIdx(used, into, how)
  else if (kind === 'table') await scanTables(features.length ? features : used, into, how)
  else if (kind === 'text-folder') await scanTexts(root, into, how)
  else await scanPictures(root, into, how)
  plan.skipped = shortened(plan.skipped, plan.paths[0] ?? '')
  plan.items = plan.parts.reduce((sum, part) => sum + part.items, 0)
  plan.bytes = manifest.files.reduce((sum, file) => sum + file.size, 0)
  if (!wanted) warnOfSingleClass(plan)
  return into
}

/** What the person is likely to call it: the folder's name, or the file's without its ending. */
function nameOf(paths: string[], kind: ImportPlan['kind'], root: Entry): string {
  const first = resolve(paths[0] ?? '')
  const isFile = root.files.includes(first)
  if (paths.length > 1 || (isFile && kind === 'idx')) return basename(dirname(first))
  return basename(first, isFile ? extname(first) : '')
}

/** Notes on files that are named one by one: a folder of a hundred thousand files of no use is told in a few. */
const mostNamed = 2000

function shortened(skipped: SkippedFile[], path: string): SkippedFile[] {
  if (skipped.length <= mostNamed) return skipped
  const count = skippedCount(skipped.slice(mostNamed))
  return [...skipped.slice(0, mostNamed), skippedFile(path, 'more-files', { count })]
}

function warnOfSingleClass(plan: ImportPlan) {
  const counts = plan.parts.flatMap((part) => part.classes.filter(({ count }) => count))
  const present = new Set(counts.map(({ name }) => name))
  const warned = plan.warnings.some(({ code }) => code === 'single-class')
  if (plan.task !== 'classification' || present.size !== 1 || warned) return
  plan.warnings.push(dataWarning('single-class', { class: [...present][0] ?? '' }))
}
