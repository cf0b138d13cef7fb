import type { Dataset } from '../../../contract/data/dataset.ts'
import { readsText } from '../../../contract/data/dataset.ts'
import type { Preview } from '../../../contract/data/preview.ts'
import { classOrder } from '../../../contract/data/recipe-steps.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Hooks } from '../context.ts'
import type { Source } from '../packed/source.ts'
import { sourcesOf } from '../packed/sources.ts'
import { heldOut, type Validation } from '../splits/held-out.ts'
import { type Duck, openDuck } from '../tables/duck.ts'
import { firstRows, openTables } from '../tables/table-sql.ts'
import type { Manifest } from '../versions/manifest.ts'
import { previewPictures } from './preview-pictures.ts'
import { previewRows } from './preview-rows.ts'
import { previewTexts } from './preview-texts.ts'
import type { Shown } from './shown.ts'

export interface PreviewJob {
  /** With the recipe and the split that are looked at. */
  dataset: Dataset
  manifest: Manifest
}
/** Rows of a table that a preview looks at: it has to be there at once. */
const mostRows = 50_000

/**
 * What a recipe and a split would make of a data set, fitted as for a training that has no seed of its own.
 * @throws Fault `prepare.*`, `split.*`, `data.no-features`; those about a column name it in `values.column`
 */
export async function preview(job: PreviewJob, hooks: Hooks): Promise<Preview> {
  const { dataset, manifest } = job
  if (!manifest.tables.length) return previewOf(job, null, hooks)
  const duck = await openDuck(hooks)
  try {
    await openTables(duck, manifest.tables, dataset.excluded.rows)
    if (dataset.items > mostRows) await firstRows(duck, mostRows)
    return await previewOf(job, duck, hooks)
  } finally {
    await duck.close()
  }
}

async function previewOf(
  { dataset, manifest }: PreviewJob,
  duck: Duck | null,
  hooks: Hooks,
): Promise<Preview> {
  const target = dataset.columns.find(({ role }) => role === 'target')?.name ?? null
  const classes = classOrder(dataset)
  const sources = await sourcesOf(
    { dataset, manifest, predict: false, task: dataset.task },
    duck,
    classes,
    null,
  )
  const train = sources.find(({ part }) => part === 'train')
  if (!train) throw new Fault('data.no-training-items', { name: dataset.name })
  const own = { settings: { validationSplit: null, splitKind: null, folds: null, fold: null }, seed: 0 }
  const parts = sources.map(({ part }) => part)
  const chosen = await heldOut(dataset, own, train, parts, dataset.series !== undefined)
  const held = new Uint8Array(train.count)
  for (const row of chosen.on && 'rows' in chosen.on ? chosen.on.rows : []) held[row] = 1
  for (const rows of [chosen.test, chosen.later]) for (const row of rows) held[row] = 1
  const shown: Shown = readsText(dataset)
    ? await previewTexts(dataset, train, held)
    : duck
      ? await previewRows(duck, { dataset, manifest, target, held })
      : await previewPictures(dataset, train, held, hooks)
  return {
    ...{ columns: [], rows: [], texts: [], pictures: [], seen: train.count },
    ...shown,
    of: dataset.parts.find(({ part }) => part === 'train')?.items ?? train.count,
    classes,
    sides: sidesOf(dataset, train, chosen, sources, classes.length),
  }
}

/** How many items of each class are on each side. */
function sidesOf(
  { task }: Dataset,
  train: Source,
  { on, test, later }: Validation,
  sources: Source[],
  classes: number,
): Preview['sides'] {
  const rows = on && 'rows' in on ? on.rows : new Int32Array()
  const gone = new Uint8Array(train.count)
  for (const some of [rows, test, later]) for (const row of some) gone[row] = 1
  const count = (labels: ArrayLike<number>, some: Iterable<number>) => {
    const counts = new Array<number>(task === 'regression' ? 0 : classes).fill(0)
    const add = (label: number) => {
      if (counts.length) counts[label] = (counts[label] ?? 0) + 1
    }
    for (const row of some)
      if (task !== 'multilabel') add(labels[row] as number)
      else for (let at = 0; at < classes; at++) if (labels[row * classes + at]) add(at)
    return counts
  }
  const all = (source: Source) => Array.from({ length: source.count }, (_, row) => row)
  const trained = all(train).filter((row) => !gone[row])
  const sides: Preview['sides'] = [
    { side: 'train', items: trained.length, classes: count(train.labels, trained) },
  ]
  for (const side of ['validation', 'test'] as const) {
    const part = sources.find((source) => source.part === side)
    const own = side === 'validation' ? rows : test
    const taken = part && !own.length ? part : train
    const some = part && !own.length ? all(part) : own
    sides.push({ side, items: some.length, classes: count(taken.labels, some) })
  }
  return sides
}
