import { join } from 'node:path'
import type { Dataset } from '../../../contract/data/dataset.ts'
import type { ItemKey } from '../../../contract/data/excluded.ts'
import type { DatasetProfile, FindingAct } from '../../../contract/data/findings.ts'
import type { ColumnProfile } from '../../../contract/data/profile.ts'
import type { Hooks } from '../context.ts'
import { openDuck } from '../tables/duck.ts'
import { openTables } from '../tables/table-sql.ts'
import { datasetFolder, readManifest } from '../versions/version-folder.ts'
import { findAll, type Given } from './find.ts'

interface ProfileJob {
  home: string
  dataset: Dataset
}

/** Looks at every item of a data set. For worker threads. */
export async function profileDataset({ home, dataset }: ProfileJob, hooks: Hooks): Promise<DatasetProfile> {
  const began = performance.now()
  return withData({ home, dataset }, hooks, async (given) => {
    const { found, ...known } = await findAll(given, hooks)
    const findings = found.map(({ finding }) => finding)
    const seconds = (performance.now() - began) / 1000
    return { version: 1, digest: dataset.digest, ...known, findings, seconds }
  })
}

/** The items that an act on a finding leaves out; none where the finding is there no more. */
export async function itemsOfFinding(
  job: ProfileJob & { columns: ColumnProfile[]; finding: string; act: FindingAct },
  hooks: Hooks,
): Promise<ItemKey[]> {
  return withData(job, hooks, async (given) => {
    const { found } = await findAll({ ...given, columns: job.columns }, hooks)
    const items = await found.find(({ finding }) => finding.id === job.finding)?.items(job.act)
    return items ?? []
  })
}

async function withData<T>({ home, dataset }: ProfileJob, hooks: Hooks, work: (given: Given) => Promise<T>) {
  const manifest = await readManifest(home, dataset)
  const folder = profilesFolder(home, dataset.id)
  if (!manifest.tables.length) return work({ dataset, manifest, folder, duck: null })
  const duck = await openDuck(hooks)
  try {
    await openTables(duck, manifest.tables, dataset.excluded.rows, true)
    return await work({ dataset, manifest, folder, duck })
  } finally {
    await duck.close()
  }
}

/** Where what is known of a data set is kept: a file a digest, and measures of pictures that all versions share. */
export const profilesFolder = (home: string, id: string) => join(datasetFolder(home, id), 'profiles')
