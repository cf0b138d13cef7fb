import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dataset, ImportOptions, ImportPlan } from '../../../contract/data/dataset.ts'
import type { Excluded } from '../../../contract/data/excluded.ts'
import { type UnpackJob, unpackArchives } from '../archives/unpack-archives.ts'
import { encodePictures, readItems } from '../augmentation/preview-items.ts'
import type { Hooks } from '../context.ts'
import { countKept } from '../excluded/count-kept.ts'
import { gather } from '../gathered/gather.ts'
import { gatheredFolder } from '../gathered/gathered-file.ts'
import { planGathered, takeInGathered } from '../gathered/take-in-gathered.ts'
import { refuseNothing } from '../import/refuse-nothing.ts'
import { scan, type Wanted } from '../import/scan.ts'
import { type PackJob, pack } from '../packed/pack.ts'
import { preview } from '../preparation/preview.ts'
import { itemsOfFinding, profileDataset } from '../profile/profile-job.ts'
import { asSeries, showSeries } from '../series/series-jobs.ts'
import { check } from '../versions/check-job.ts'
import { readKnown } from '../versions/known-files.ts'
import { contentsOf } from '../versions/manifest.ts'
import { repoint } from '../versions/repoint.ts'
import { rescan } from '../versions/rescan.ts'
import { readManifest, readManifestFile } from '../versions/version-folder.ts'

interface ScanJob {
  paths: string[]
  options: ImportOptions
}

interface ReadJob extends ScanJob {
  folder: string
  /** What a model reads, to predict on the files. */
  wanted?: Wanted
  /** A manifest that an earlier scan wrote: what it knows of unchanged files is not found out again. */
  known?: string | null
}

/** What worker threads do. */
export const jobs = {
  async plan({ paths, options }: ScanJob, hooks: Hooks): Promise<ImportPlan> {
    const gathered = gatheredFolder(paths)
    return gathered ? planGathered(gathered) : (await scan(paths, options, false, hooks)).plan
  },

  /** Reads every file and leaves manifest.json in `folder`. */
  async read({ paths, options, folder, wanted, known = null }: ReadJob, hooks: Hooks) {
    const { plan, manifest } = await scan(paths, options, true, hooks, wanted, await readKnown(known))
    hooks.check()
    refuseNothing(plan, paths)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
    return { plan, digest: contentsOf(plan, manifest) }
  },

  /** The digest of the files of a version, whose columns or classes are read as `dataset` says. */
  async contents({ home, from, dataset }: { home: string; from: Dataset; dataset: Dataset }) {
    return contentsOf(dataset, await readManifest(home, from))
  },

  check,
  rescan,
  repoint,
  gather,
  takeInGathered,

  unpack: (job: UnpackJob, hooks: Hooks) => unpackArchives(job, hooks),
  /** Items and classes of each part of a version, were `excluded` left out of it. */
  async countKept(
    { home, from, excluded }: { home: string; from: Dataset; excluded: Excluded },
    hooks: Hooks,
  ) {
    return countKept({ ...from, excluded }, await readManifest(home, from), hooks)
  },
  profile: profileDataset,
  itemsOfFinding,

  /** `from`: the manifest, where it is not that of the data set's version. */
  async pack({ from, ...job }: Omit<PackJob, 'manifest'> & { from?: string }, hooks: Hooks) {
    const { home, dataset } = job
    const manifest = await (from ? readManifestFile(from, dataset) : readManifest(home, dataset))
    return pack({ ...job, manifest }, hooks)
  },
  asSeries,
  showSeries,
  readItems,
  encodePictures,
  async preview({ home, dataset }: { home: string; dataset: Dataset }, hooks: Hooks) {
    return preview({ dataset, manifest: await readManifest(home, dataset) }, hooks)
  },
}
export type Jobs = typeof jobs
