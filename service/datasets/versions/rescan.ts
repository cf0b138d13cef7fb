import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { skippedCount } from '../../../contract/data/data-notes.ts'
import type { Dataset, ImportPlan } from '../../../contract/data/dataset.ts'
import type { RescanReport } from '../../../contract/data/dataset-files.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Hooks } from '../context.ts'
import { countKept } from '../excluded/count-kept.ts'
import { refuseNothing } from '../import/refuse-nothing.ts'
import { scan } from '../import/scan.ts'
import { fileList } from './file-list.ts'
import { contentsOf, type Manifest, type ManifestFile } from './manifest.ts'
import { optionsAsRead } from './options-as-read.ts'
import { readManifest } from './version-folder.ts'

export interface Rescan {
  home: string
  dataset: Dataset
  /** Where manifest.json is written. */
  folder: string
}

/**
 * Scans the paths of a data set again, with its columns read as they are. What has the same size and time is not read again.
 * @throws Fault as `scan`, `data.other-kind`, `data.nothing-usable`
 */
export async function rescan(
  { home, dataset, folder }: Rescan,
  hooks: Hooks,
): Promise<{ report: RescanReport; dataset: Dataset; contents: string }> {
  const before = await readManifest(home, dataset)
  const known = new Map(before.files.map((file) => [file.path, file]))
  const { paths, name } = dataset
  const { plan, manifest } = await scan(paths, optionsAsRead(dataset, before), true, hooks, undefined, known)
  refuseNothing(plan, paths)
  if (plan.kind !== dataset.kind) throw new Fault('data.other-kind', { name })
  const files = differences({ dataset, manifest: before }, { dataset: plan, manifest })
  const whole = before.tables.length + before.idx.length > 0
  // A number names a row only as long as the file is the one that it was counted in.
  const forget = whole && files.changed.length + files.removed.length + files.added.length > 0
  const { excluded } = dataset
  const rows = forget ? { train: [], validation: [], test: [] } : excluded.rows
  const { series: _series, ...rest } = dataset
  const next: Dataset = { ...rest, ...plan, name, excluded: { ...excluded, rows } }
  next.parts = await countKept(next, manifest, hooks)
  next.items = next.parts.reduce((sum, { items }) => sum + items, 0)
  hooks.check()
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  const report: RescanReport = {
    added: fileList(dataset, files.added),
    removed: fileList(dataset, files.removed),
    changed: fileList(dataset, files.changed),
    itemsBefore: dataset.items,
    items: next.items,
    skipped: skippedCount(plan.skipped),
    rowsForgotten: forget ? Object.values(excluded.rows).flat().length : 0,
  }
  return { report, dataset: next, contents: contentsOf(plan, manifest) }
}

/** Paths of files that only one of two scans has, and of those that are another item in the second: other contents, part or classes. */
function differences(
  before: { dataset: Dataset; manifest: Manifest },
  after: { dataset: ImportPlan; manifest: Manifest },
) {
  const item = ({ hash, part, label, labels }: ManifestFile, { classes }: ImportPlan) =>
    JSON.stringify([hash, part, (labels ?? [label]).map((number) => classes[number] ?? '')])
  const old = new Map(before.manifest.files.map((file) => [file.path, item(file, before.dataset)]))
  const now = new Set(after.manifest.files.map(({ path }) => path))
  const added: string[] = []
  const changed: string[] = []
  for (const file of after.manifest.files) {
    const was = old.get(file.path)
    if (was === undefined) added.push(file.path)
    else if (was !== item(file, after.dataset)) changed.push(file.path)
  }
  return { added, changed, removed: [...old.keys()].filter((path) => !now.has(path)) }
}
