import type { Dataset } from '../../../contract/data/dataset.ts'
import { readsText } from '../../../contract/data/dataset.ts'
import type { ColumnProfile, PictureStatistics, TextStatistics } from '../../../contract/data/profile.ts'
import type { Hooks } from '../context.ts'
import { type Duck, quote } from '../tables/duck.ts'
import { cell } from '../tables/table-sql.ts'
import type { Manifest } from '../versions/manifest.ts'
import { profileColumns } from './columns/profile-columns.ts'
import { relateColumns } from './columns/relate-columns.ts'
import { measuredColumns } from './columns/value-sql.ts'
import { aboutItems, type Found, inOrder } from './findings/found.ts'
import { inClasses, leftOutFiles } from './findings/in-classes.ts'
import { inColumns } from './findings/in-columns.ts'
import { oddPictures } from './findings/odd-pictures.ts'
import { nearItems, sameItems } from './findings/same-items.ts'
import { fillCells, keysOf, sameRows } from './findings/same-rows.ts'
import type { Item } from './items.ts'
import { measurePictures } from './pictures/measure-pictures.ts'
import { nearPictures } from './pictures/near-pictures.ts'
import { pictureStatistics } from './pictures/picture-statistics.ts'
import { nearTexts } from './texts/near-texts.ts'
import { measureTexts } from './texts/read-texts.ts'
import { countingWords } from './texts/text-statistics.ts'

export interface Known {
  rows: number
  sampled: number | null
  columns: ColumnProfile[]
  pictures: PictureStatistics | null
  texts: TextStatistics | null
  found: Found[]
}

export interface Given {
  dataset: Dataset
  manifest: Manifest
  /** Where measures are kept from version to version. */
  folder: string
  /** With the tables open and numbered, where there are any. */
  duck: Duck | null
  /** The columns, where they were looked at before. */
  columns?: ColumnProfile[]
}

/** Looks at everything there is of a data set, less what is left out. */
export async function findAll(given: Given, hooks: Hooks): Promise<Known> {
  const { dataset, duck } = given
  const known = duck
    ? await inTable({ ...given, duck }, hooks)
    : dataset.kind === 'text-folder'
      ? await inTexts(given, hooks)
      : await inPictures(given, hooks)
  return { ...known, found: inOrder([...known.found, ...leftOutFiles(dataset)]) }
}

async function inPictures({ dataset, manifest, folder }: Given, hooks: Hooks): Promise<Known> {
  const items = await measurePictures(dataset, manifest, folder, hooks)
  const pictures = pictureStatistics(items, dataset.classes)
  const found = [
    ...sameItems(items, dataset.task === 'classification'),
    ...nearItems(items, nearPictures(items)),
    ...(pictures ? oddPictures(items, pictures) : []),
    ...inClasses(dataset, ofClasses(items)),
  ]
  return { rows: items.length, sampled: null, columns: [], pictures, texts: null, found }
}

async function inTexts({ dataset, manifest, duck }: Given, hooks: Hooks): Promise<Known> {
  const counting = countingWords()
  const items = await measureTexts(dataset, manifest, duck, hooks, counting.count)
  const classes = dataset.task === 'classification'
  const near = nearTexts(
    items.map(({ near }) => near),
    items.map(({ sketch }) => sketch),
    () => hooks.check(),
  )
  const found = [
    ...sameItems(
      items.filter(({ tokens }) => tokens > 0),
      classes,
    ),
    ...nearItems(items, near),
    ...aboutItems(
      'empty-texts',
      items.filter(({ tokens }) => tokens === 0),
    ),
    ...inClasses(dataset, ofClasses(items)),
  ]
  const texts = counting.statistics(items, dataset.classes)
  return { rows: items.length, sampled: null, columns: [], pictures: null, texts, found }
}

const ofClasses = (items: Item[]) => (classes: string[]) =>
  items.filter(({ label }) => classes.includes(label)).map(({ key }) => key)

async function inTable(given: Given & { duck: Duck }, hooks: Hooks): Promise<Known> {
  const { dataset, duck } = given
  const [[count] = []] = await duck.rows('SELECT count(*)::INT FROM data')
  const rows = Number(count)
  const measured = await measuredColumns(duck, dataset.columns)
  let sampled: number | null = null
  let columns = given.columns
  if (!columns) {
    columns = await profileColumns(duck, measured, rows, hooks)
    sampled = await relateColumns(duck, dataset, measured, columns, rows)
  }
  const inThem = await inColumns(duck, columns, measured, rows)
  if (readsText(dataset)) {
    const known = await inTexts(given, hooks)
    await fillCells(duck, dataset, inThem)
    return { ...known, rows, sampled, columns, found: [...known.found, ...inThem] }
  }
  const target = cell(dataset.columns.findIndex(({ role }) => role === 'target'))
  const found = [
    ...inThem,
    ...(await sameRows(duck, dataset)),
    ...inClasses(dataset, (classes) =>
      keysOf(duck, `SELECT part, row FROM kept WHERE ${target} IN (${classes.map(quote).join(', ')})`),
    ),
  ]
  await fillCells(duck, dataset, found)
  return { rows, sampled, columns, pictures: null, texts: null, found }
}
