import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { clearUploads } from './clear-scraps.ts'
import type { DataContext } from './context.ts'
import { Pipeline } from './pipeline/pipeline.ts'
import { getDataset } from './rows.ts'
import { digestsOf } from './versions/read-version.ts'
import { datasetFolder } from './versions/version-folder.ts'

/** Forgets the data set and what was made of it; the files it refers to stay, but for uploads. @throws Fault `dataset.unknown` */
export function deleteDataset(ctx: DataContext, idOrName: string): void {
  const dataset = getDataset(ctx.db, idOrName)
  const digests = digestsOf(ctx.home, dataset)
  ctx.db.prepare('DELETE FROM datasets WHERE id = ?').run(dataset.id)
  rmSync(datasetFolder(ctx.home, dataset.id), { recursive: true, force: true })
  const left = ctx.db.prepare('SELECT id FROM datasets').pluck().all() as string[]
  for (const other of left)
    for (const digest of digestsOf(ctx.home, getDataset(ctx.db, other))) digests.delete(digest)
  deletePacked(ctx.home, digests)
  clearUploads(ctx.db, ctx.home, dataset.paths)
}

function deletePacked(home: string, digests: Set<string>): void {
  const packed = join(home, 'packed')
  let names: string[] = []
  try {
    names = readdirSync(packed)
  } catch {
    return // nothing was ever packed
  }
  for (const name of names) {
    try {
      const pipeline = Pipeline.parse(JSON.parse(readFileSync(join(packed, name, 'pipeline.json'), 'utf8')))
      if (digests.has(pipeline.digest)) rmSync(join(packed, name), { recursive: true, force: true })
    } catch {
      // Not a finished pack: whoever makes it removes it.
    }
  }
}
