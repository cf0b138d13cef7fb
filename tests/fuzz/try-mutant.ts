import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Dataset } from '../../contract/data/dataset.ts'
import { Fault } from '../../contract/failure.ts'
import { buildTemplate } from '../../contract/templates/templates.ts'
import { TrainingSettings } from '../../contract/training/training.ts'
import { templatesFor } from '../../renderer/train/template-choice.ts'
import { openDatabase } from '../../service/database/open.ts'
import type { DataContext } from '../../service/datasets/context.ts'
import { datasetFacts } from '../../service/datasets/dataset-facts.ts'
import { readSamples, readThumbnails } from '../../service/datasets/gallery/read-samples.ts'
import { importDataset } from '../../service/datasets/import/import-dataset.ts'
import { prepareTraining } from '../../service/datasets/packed/prepare-training.ts'
import { makeProfile } from '../../service/datasets/profile/profile-of.ts'
import { randomFrom } from '../../service/datasets/splits/random-from.ts'
import { mutate } from './mutate.ts'
import { layOut, type Whole } from './whole-files.ts'

/** After so long the import is cancelled, and after twice as long it hangs. */
const patience = 30_000
/** More than a small file may leave in the home folder, whatever it claims to be. */
const mostOnDisk = 64 * 2 ** 20

export interface Tried {
  number: number
  kind: string
  how: string
  /** `imported`, or the code of the failure. */
  ended: string
  /** What must not be: null where all is well. */
  fault: string | null
  seconds: number
}

/**
 * Damages a whole data set by its number, imports it, looks at its samples and findings and prepares it for a training. Everything must end in a clean
 * import or in a failure with a code, in bounded time, and leave nothing outside the home folder. `ring`: an empty folder for this.
 */
export async function tryMutant(wholes: Whole[], number: number, ring: string): Promise<Tried> {
  const random = randomFrom(number)
  const whole = wholes[number % wholes.length] as Whole
  const name = whole.damaged[Math.floor(random() * whole.damaged.length)] as string
  const { bytes, how } = mutate(whole.files[name] as Buffer, random)
  const source = join(ring, 'source')
  const home = join(ring, 'home')
  mkdirSync(home, { recursive: true })
  layOut(source, { ...whole.files, [name]: bytes })
  const before = listing(source)
  const { db } = openDatabase(home)
  const began = performance.now()
  const file = join(source, Object.keys(whole.files)[0] as string)
  const outcome = await within(tryData({ db, home }, Object.keys(whole.files).length > 1 ? source : file))
  const seconds = (performance.now() - began) / 1000
  db.close()
  const { ended, fault } = outcome
  const strays = readdirSync(ring).filter((one) => one !== 'source' && one !== 'home' && one !== 'temporary')
  const found =
    fault ??
    (strays.length ? `wrote ${strays.join(', ')} beside its folder` : null) ??
    (String(listing(source)) === String(before) ? null : 'changed the files it was given') ??
    (sizeOf(home) > mostOnDisk ? `left ${sizeOf(home)} bytes on the disk` : null)
  rmSync(ring, { recursive: true, force: true })
  return { number, kind: whole.kind, how: `${name}: ${how}`, ended, fault: found, seconds }
}

/** What a person would do with it: import, look at it and at what is known of it, prepare for the template that is offered. */
async function tryData(ctx: DataContext, path: string): Promise<string> {
  const control = AbortSignal.timeout(patience)
  let dataset: Dataset
  try {
    dataset = await importDataset(ctx, [path], {}, undefined, control)
  } catch (thrown) {
    return codeOf(thrown)
  }
  const { samples } = await readSamples(ctx, { dataset: dataset.id, offset: 0, limit: 20 })
  const items = samples.map(({ key }) => key)
  if (items.length) await readThumbnails(ctx, { dataset: dataset.id, items, size: 128 })
  const [template = ''] = templatesFor(dataset)
  try {
    await makeProfile(ctx, dataset.id, undefined, control)
    const model = buildTemplate(template, datasetFacts(dataset))
    await prepareTraining(ctx, dataset, model, TrainingSettings.parse({}), 1, undefined, control)
    return 'imported'
  } catch (thrown) {
    return `imported, then ${codeOf(thrown)}`
  }
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Fault)) throw thrown
  if (thrown.code === 'cancelled') throw new Error(`took longer than ${patience / 1000} s`)
  return thrown.code
}

async function within(work: Promise<string>): Promise<{ ended: string; fault: string | null }> {
  let timer: NodeJS.Timeout | undefined
  const hang = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('hangs: it could not even be cancelled')), 2 * patience)
  })
  try {
    return { ended: await Promise.race([work, hang]), fault: null }
  } catch (thrown) {
    return { ended: 'broken', fault: (thrown as Error).stack ?? String(thrown) }
  } finally {
    clearTimeout(timer)
  }
}

const listing = (folder: string) =>
  (readdirSync(folder, { recursive: true }) as string[]).sort().map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name))
    return [name, size, mtimeMs]
  })

function sizeOf(folder: string): number {
  if (!existsSync(folder)) return 0
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
  return all.reduce((sum, one) => sum + (one.isFile() ? statSync(join(one.parentPath, one.name)).size : 0), 0)
}
