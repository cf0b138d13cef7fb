import { dataWarning } from '../../../contract/data/data-notes.ts'
import type { Column, Dataset } from '../../../contract/data/dataset.ts'
import type { Series, SeriesChoice, SeriesPreview } from '../../../contract/data/series.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Hooks } from '../context.ts'
import { countParts } from '../tables/count-parts.ts'
import { type Duck, openDuck } from '../tables/duck.ts'
import { targetNames } from '../tables/table-rows.ts'
import { placeOf } from '../tables/table-source.ts'
import { firstRows, openTables } from '../tables/table-sql.ts'
import { readManifest } from '../versions/version-folder.ts'
import { findSeries, readTimes } from './find-series.ts'
import { readValues } from './series-source.ts'
import { stepsOf } from './times.ts'
import { askedRow, spanOf, windowEnds } from './window-ends.ts'

interface SeriesJob {
  home: string
  dataset: Dataset
  choice: SeriesChoice
}

/** Rows that a preview looks at: it has to be there at once. */
const mostRows = 50_000

/**
 * A table as the time series that is chosen; what nothing is said of stays as it is.
 * @throws Fault `data.no-series`, `data.series-target`, `data.series-short`, `data.no-target`
 */
export async function asSeries({ home, dataset, choice }: SeriesJob, hooks: Hooks): Promise<Dataset> {
  const { tables } = await readManifest(home, dataset)
  const duck = await openDuck(hooks)
  try {
    duck.expect(2)
    await openTables(duck, tables, dataset.excluded.rows)
    return await withSeries(duck, dataset, choice)
  } finally {
    await duck.close()
  }
}

/** One window of the train part as it would be, on the rows around it. @throws Fault as `asSeries` */
export async function showSeries(
  { home, dataset, choice, at }: SeriesJob & { at: number },
  hooks: Hooks,
): Promise<SeriesPreview> {
  const { tables } = await readManifest(home, dataset)
  const duck = await openDuck(hooks)
  try {
    await openTables(duck, tables, dataset.excluded.rows)
    if (dataset.items > mostRows) await firstRows(duck, mostRows)
    return await show(duck, await withSeries(duck, dataset, choice), tables, at)
  } finally {
    await duck.close()
  }
}

async function withSeries(duck: Duck, dataset: Dataset, { series, targets }: SeriesChoice): Promise<Dataset> {
  const columns = withTargets(dataset, targets)
  const names = targetNames({ columns })
  const same = dataset.task === 'regression' && String(names) === String(targetNames(dataset))
  const now = { ...dataset, columns, task: 'regression' as const, classes: same ? dataset.classes : [] }
  const before = dataset.series
  const options = {
    ...(before ? { ...before, sequenceLength: before.window } : {}),
    ...series,
  }
  const found = await findSeries(
    duck,
    { ...now, targets: names, levels: {}, warnings: others(dataset) },
    options,
  )
  if (!found)
    throw new Fault('data.no-series', { name: dataset.name, date: series.date ?? before?.date ?? '-' })
  const parts = same ? dataset.parts : await countParts(duck, now)
  refuseShort(dataset.name, found.series, parts)
  return {
    ...now,
    series: found.series,
    warnings: found.warnings,
    parts,
    items: parts.reduce((sum, { items }) => sum + items, 0),
    preprocessing: same ? dataset.preprocessing : recipeFor(dataset, names),
  }
}

/** @throws Fault `data.series-short` */
function refuseShort(name: string, { window, samplingRate, horizon }: Series, parts: Dataset['parts']): void {
  const rows = spanOf({ steps: window, samplingRate }) + horizon * samplingRate
  if ((parts.find(({ part }) => part === 'train')?.items ?? 0) < rows)
    throw new Fault('data.series-short', { name, rows })
}

/** Who was predicted before becomes a feature where it is a number; classes beside a series are not read. */
function withTargets({ columns }: Dataset, targets: string[] | undefined): Column[] {
  const asked = targets ?? targetNames({ columns })
  for (const name of asked) {
    const column = columns.find((one) => one.name === name)
    if (!column)
      throw new Fault('data.no-target', { column: name, columns: columns.map((one) => one.name).join(', ') })
    if (column.type !== 'number') throw new Fault('data.series-target', { column: name, type: column.type })
  }
  return columns.map((column) => {
    if (asked.includes(column.name)) return { ...column, role: 'target' }
    if (column.role !== 'target') return column
    return { ...column, role: column.type === 'number' ? 'feature' : 'ignored' }
  })
}

/** What was said of a series, and of the dates that are ignored, less what this reading says anew. */
function others({ warnings, columns, series }: Dataset): Dataset['warnings'] {
  const kept = warnings.filter(({ code }) => !code.startsWith('series'))
  const dated = columns.find(({ name }) => name === series?.date)
  return dated ? [...kept, dataWarning('date-column', { column: dated.name })] : kept
}

/** A recipe without what it says of columns that are predicted now, and of the target and the classes that were. */
function recipeFor({ preprocessing }: Dataset, targets: string[]): Dataset['preprocessing'] {
  if (!preprocessing) return null
  const columns = Object.entries(preprocessing.columns).filter(([name]) => !targets.includes(name))
  return { ...preprocessing, columns: Object.fromEntries(columns), target: null, labels: null }
}

async function show(
  duck: Duck,
  dataset: Dataset,
  tables: Parameters<typeof placeOf>[2],
  wanted: number,
): Promise<SeriesPreview> {
  const { columns, parts } = dataset
  const series = dataset.series as NonNullable<Dataset['series']>
  const targets = targetNames(dataset)
  const date = columns.findIndex(({ name }) => name === series.date)
  const { cells, times } = await readTimes(duck, date, `part = 'train'`)
  const places = targets.map((name) => placeOf(dataset, name, tables))
  const values = await readValues(duck, places, `part = 'train'`)
  const cut = { ...series, steps: series.window }
  const gaps = new Set(series.acrossGaps ? [] : stepsOf(times)?.gaps)
  const ends = windowEnds(times.length, gaps, cut, (row) => values.every((own) => !Number.isNaN(own[row])))
  if (!ends.length) {
    const rows = spanOf(cut) + cut.horizon * cut.samplingRate
    throw new Fault('data.series-short', { name: dataset.name, rows })
  }
  const at = Math.min(wanted, ends.length - 1)
  const shown = ends.slice(at, at + 2).map((end) => ({
    reads: Array.from(
      { length: cut.steps },
      (_, step) => end - 1 - (cut.steps - 1 - step) * cut.samplingRate,
    ),
    asks: Array.from({ length: cut.horizon }, (_, ahead) => askedRow(end, ahead + 1, cut)),
  }))
  const first = shown[0]?.reads[0] ?? 0
  const last = Math.max(...shown.flatMap(({ asks }) => asks.at(-1) ?? 0))
  const air = Math.ceil((last - first + 1) / 4)
  const [from, until] = [Math.max(0, first - air), Math.min(times.length, last + 1 + air)]
  return {
    series,
    targets,
    windows: ends.length,
    rows: times.length,
    of: Math.max(times.length, parts.find(({ part }) => part === 'train')?.items ?? 0),
    at,
    from,
    times: cells.slice(from, until),
    values: values.map((own) => own.slice(from, until).map((value) => (Number.isNaN(value) ? null : value))),
    shown,
  }
}
