import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { FilesReport, RepointReport, RescanReport } from '../../../contract/data/dataset-files.ts'
import { versionChange } from '../../../contract/data/versions.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Core } from '../../app/core.ts'
import type { Progress } from '../context.ts'
import { withItems } from '../excluded/with-items.ts'
import { getDataset } from '../rows.ts'
import { runInWorker } from '../workers/run-in-worker.ts'
import { type NextVersion, saveVersion } from './save-version.ts'

type Keeper = Pick<Core, 'db' | 'home' | 'announce'>

/** Looks whether the files are still those of the present version. @throws Fault `dataset.unknown`, `cancelled` */
export async function checkDataset(
  { db, home }: Pick<Core, 'db' | 'home'>,
  id: string,
  progress?: Progress,
  signal?: AbortSignal,
): Promise<FilesReport> {
  const { report } = await runInWorker('check', { home, dataset: getDataset(db, id) }, progress, signal)
  return report
}

/** Leaves the files out that have changed or are missing: makes a new version. @throws Fault `data.cannot-leave-out`, `cancelled` */
export function leaveOutChanged(
  core: Keeper,
  id: string,
  progress?: Progress,
  signal?: AbortSignal,
): Promise<Dataset> {
  const { home } = core
  return saveVersion(core, id, async (present) => {
    const { report, keys } = await runInWorker('check', { home, dataset: present }, progress, signal)
    if (!report.canLeaveOut) throw new Fault('data.cannot-leave-out', { name: present.name })
    const excluded = withItems(present.excluded, keys, true)
    const count = excluded.files.length - present.excluded.files.length
    if (!count) return null
    const parts = await runInWorker('countKept', { home, from: present, excluded }, progress, signal)
    const items = parts.reduce((sum, part) => sum + part.items, 0)
    return {
      dataset: { ...present, excluded, parts, items },
      change: versionChange('files-left-out', { count }),
    }
  })
}

/**
 * Scans the paths of a data set again. `save`: makes a version of what is there now; nothing new makes none. Else it only tells.
 * @throws Fault as a scan, `data.other-kind`, `cancelled`
 */
export function rescanDataset(
  core: Keeper,
  id: string,
  save: boolean,
  progress?: Progress,
  signal?: AbortSignal,
): Promise<RescanReport> {
  return change(core, id, save, async (present, folder) => {
    const job = { home: core.home, dataset: present, folder }
    const { report, dataset, contents } = await runInWorker('rescan', job, progress, signal)
    const { added, removed, changed } = report
    const counts = { added: added.count, removed: removed.count, changed: changed.count }
    const same = contents === (present.contents ?? present.digest)
    return { report, next: same ? null : { dataset, contents, change: versionChange('rescanned', counts) } }
  })
}

/**
 * Looks for the files of a data set in another place. `save`: makes a version that refers to them there, with the same digest.
 * @throws Fault `data.path-missing`, `data.not-found-there`, `cancelled`
 */
export function repointDataset(
  core: Keeper,
  id: string,
  to: string,
  save: boolean,
  progress?: Progress,
  signal?: AbortSignal,
): Promise<RepointReport> {
  return change(core, id, save, async (present, folder) => {
    const job = { home: core.home, dataset: present, to: resolve(to), folder }
    const { report, dataset } = await runInWorker('repoint', job, progress, signal)
    const contents = present.contents ?? present.digest
    return { report, next: { dataset, contents, change: versionChange('repointed', { place: job.to }) } }
  })
}

type Found<R> = { report: R; next: (Omit<NextVersion, 'manifest'> & { contents: string }) | null }

/** Has a worker write a manifest aside, which becomes that of the next version, or is thrown away. */
async function change<R>(
  core: Keeper,
  id: string,
  save: boolean,
  find: (present: Dataset, folder: string) => Promise<Found<R>>,
): Promise<R> {
  const folder = join(core.home, 'datasets', `.${randomUUID()}`)
  try {
    if (!save) return (await find(getDataset(core.db, id), folder)).report
    const reports: R[] = []
    await saveVersion(core, id, async (present) => {
      const { report, next } = await find(present, folder)
      reports.push(report)
      if (!next) return null
      const { contents, ...rest } = next
      return { ...rest, manifest: { file: join(folder, 'manifest.json'), contents } }
    })
    return reports[0] as R
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
