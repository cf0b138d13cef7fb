import { statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dataWarning } from '../../../contract/data/data-notes.ts'
import type { Dataset, ImportPlan } from '../../../contract/data/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Hooks } from '../context.ts'
import { digestOf } from '../versions/digest.ts'
import { contentsOf, hashFile } from '../versions/manifest.ts'
import { withPaths } from '../versions/with-paths.ts'
import { readGathered } from './gathered-file.ts'

/** What a gathered folder would be imported as. @throws Fault `data.gathered-damaged` */
export async function planGathered(folder: string): Promise<ImportPlan> {
  const { dataset } = await readGathered(folder)
  const warnings = [...dataset.warnings.filter(({ code }) => code !== 'gathered'), dataWarning('gathered')]
  return { ...dataset, paths: [folder], skipped: [], warnings }
}

/**
 * Reads a gathered folder: every file must have the contents it was gathered with. Leaves manifest.json in `made`.
 * @throws Fault `data.gathered-damaged`, `cancelled`
 */
export async function takeInGathered(
  { folder, made }: { folder: string; made: string },
  hooks: Hooks,
): Promise<{ dataset: Omit<Dataset, 'id'> }> {
  const gathered = await readGathered(folder)
  const place = (path: string) => join(folder, ...path.split('/'))
  const manifest = withPaths(gathered.manifest, place)
  for (const [index, file] of manifest.files.entries()) {
    hooks.check()
    const now = statSync(file.path, { throwIfNoEntry: false })
    const same =
      now?.size === file.size && (await hashFile(file.path, file.size).catch(() => '')) === file.hash
    if (!now || !same) {
      const detail = `${gathered.manifest.files[index]?.path} ${now ? 'has changed' : 'is missing'}`
      throw new Fault('data.gathered-damaged', { folder, detail })
    }
    file.mtime = now.mtimeMs
    hooks.progress(index + 1, manifest.files.length, 'files')
  }
  const { dataset: as } = gathered
  const paths = as.paths.map(place)
  const skipped = as.skipped.map((one) => ({ ...one, file: place(one.file) }))
  const contents = contentsOf(as, manifest)
  const { contents: _contents, ...rest } = as
  const digest = digestOf(contents, { ...as, id: '' })
  if (digest !== as.digest)
    throw new Fault('data.gathered-damaged', { folder, detail: `${digest.slice(0, 12)} is not its digest` })
  await mkdir(made, { recursive: true })
  await writeFile(join(made, 'manifest.json'), JSON.stringify(manifest))
  const own = digest === contents ? {} : { contents }
  return { dataset: { ...rest, ...own, paths, skipped, version: 1, createdAt: Date.now() } }
}
