import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { DatasetProfile } from '../../../contract/data/findings.ts'
import type { DataContext, Progress } from '../context.ts'
import { getDataset } from '../rows.ts'
import { runInWorker } from '../workers/run-in-worker.ts'
import { profilesFolder } from './profile-job.ts'

/** What is known of the present version of a data set; null where nobody has looked yet. @throws Fault `dataset.unknown` */
export async function storedProfile(ctx: DataContext, idOrName: string): Promise<DatasetProfile | null> {
  const dataset = getDataset(ctx.db, idOrName)
  try {
    return DatasetProfile.parse(JSON.parse(await readFile(pathOf(ctx.home, dataset), 'utf8')))
  } catch {
    // Never made, or by an earlier Lathe: it is made again.
    return null
  }
}

/** The same, looked at now where nobody has. Cancelled, it leaves nothing but measures that the next look takes up. @throws Fault `cancelled` */
export async function makeProfile(
  ctx: DataContext,
  idOrName: string,
  progress?: Progress,
  signal?: AbortSignal,
): Promise<DatasetProfile> {
  const known = await storedProfile(ctx, idOrName)
  if (known) return known
  const dataset = getDataset(ctx.db, idOrName)
  const made = await runInWorker('profile', { home: ctx.home, dataset }, progress, signal)
  await mkdir(profilesFolder(ctx.home, dataset.id), { recursive: true })
  await writeFileAtomic(pathOf(ctx.home, dataset), JSON.stringify(made))
  return made
}

const pathOf = (home: string, { id, digest }: Dataset) => join(profilesFolder(home, id), `${digest}.json`)
