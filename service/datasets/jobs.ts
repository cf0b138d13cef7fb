import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Dataset, ImportOptions, ImportPlan } from '../../contract/dataset.ts'
import type { Excluded } from '../../contract/excluded.ts'
import { Fault } from '../../contract/failure.ts'
import { type UnpackJob, unpackArchives } from './archives/unpack-archives.ts'
import type { Hooks } from './context.ts'
import { countKept } from './excluded/count-kept.ts'
import { contentsOf } from './manifest.ts'
import { type PackJob, pack } from './pack.ts'
import { itemsOfFinding, profileDataset } from './profile/profile-job.ts'
import { type SampleJob, samples } from './samples.ts'
import { scan, type Wanted } from './scan.ts'
import { readManifest } from './versions/version-folder.ts'

interface ScanJob {
  paths: string[]
  options: ImportOptions
}

interface ReadJob extends ScanJob {
  folder: string
  /** What a model reads, to predict on the files. */
  wanted?: Wanted
}

/** What worker threads do. */
export const jobs = {
  async plan({ paths, options }: ScanJob, hooks: Hooks): Promise<ImportPlan> {
    return (await scan(paths, options, false, hooks)).plan
  },

  /** Reads every file and leaves manifest.json in `folder`. */
  async read({ paths, options, folder, wanted }: ReadJob, hooks: Hooks) {
    const { plan, manifest } = await scan(paths, options, true, hooks, wanted)
    hooks.check()
    if (!plan.items) {
      const names = paths.map((path) => basename(path)).join(', ')
      const [first] = plan.skipped
      const reason = first ? `${basename(first.file)}: ${first.reason}` : 'it is empty'
      throw new Fault('data.nothing-usable', { names, reason })
    }
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
    return { plan, digest: contentsOf(plan, manifest) }
  },

  /** The digest of the files of a version, whose columns or classes are read as `dataset` says. */
  async contents({ home, from, dataset }: { home: string; from: Dataset; dataset: Dataset }) {
    return contentsOf(dataset, await readManifest(home, from))
  },

  unpack: (job: UnpackJob, hooks: Hooks) => unpackArchives(job, hooks),
  pack: (job: PackJob, hooks: Hooks) => pack(job, hooks),
  /** Items and classes of each part of a version, were `excluded` left out of it. */
  async countKept(
    { home, from, excluded }: { home: string; from: Dataset; excluded: Excluded },
    hooks: Hooks,
  ) {
    return countKept({ ...from, excluded }, await readManifest(home, from), hooks)
  },
  profile: profileDataset,
  itemsOfFinding,
  samples: (job: SampleJob, hooks: Hooks) => samples(job, hooks),
}
export type Jobs = typeof jobs
