import { type DataWarning, dataWarning } from '../../../contract/data/data-notes.ts'
import type { Series, SeriesOptions } from '../../../contract/data/series.ts'
import { partOrder } from '../import/parts.ts'
import type { Duck } from '../tables/duck.ts'
import type { Roles } from '../tables/roles/assign-roles.ts'
import { cell } from '../tables/table-sql.ts'
import { day, dayOrders, stepsOf, timeOf } from './times.ts'

/** Fewer rows are no series to learn from. */
const leastRows = 10

/**
 * Whether the rows of `data` follow one another in time: a column of dates that ascends in each part, beside a value to
 * predict. Gives the warnings of the roles with those about it in the place of the one that dates are ignored.
 */
export async function findSeries(
  duck: Duck,
  { columns, targets, task, warnings }: Roles,
  options: SeriesOptions = {},
): Promise<{ series: Series; warnings: DataWarning[] } | null> {
  if (task !== 'regression') return null
  for (const [index, { name, type }] of columns.entries()) {
    if (type !== 'date' || (options.date !== undefined && options.date !== name)) continue
    const found = []
    for (const part of partOrder) {
      const { cells, times } = await readTimes(duck, index, `part = '${part}'`)
      if (times.length) found.push({ cells, steps: stepsOf(times) })
    }
    const [first] = found
    if (!first?.steps || first.cells.length < leastRows || found.some(({ steps }) => !steps)) continue
    const { step } = first.steps
    const gaps = found.flatMap(({ cells, steps }) => (steps?.gaps ?? []).map((row) => cells[row] ?? ''))
    const series = {
      date: name,
      step,
      gaps: gaps.length,
      window: options.sequenceLength ?? windowFor(step, first.cells.length),
      sequenceStride: options.sequenceStride ?? 1,
      samplingRate: options.samplingRate ?? 1,
      horizon: options.horizon ?? 1,
      acrossGaps: options.acrossGaps ?? false,
    }
    const ends = { from: first.cells[0] ?? '', to: first.cells.at(-1) ?? '' }
    const notes = [dataWarning('series', { column: name, target: targets.join(', '), ...ends })]
    if (gaps.length && !series.acrossGaps)
      notes.push(dataWarning('series-gaps', { column: name, count: gaps.length, first: gaps[0] ?? '' }))
    if (first.steps.uneven) notes.push(dataWarning('series-uneven', { column: name }))
    const others = warnings.filter(({ code, values }) => code !== 'date-column' || values.column !== name)
    return { series, warnings: [...notes, ...others] }
  }
  return null
}

/** The times of the rows of `where`, read in the order of day and month in which they ascend, where there is one. */
export async function readTimes(duck: Duck, column: number, where: string) {
  const cells: string[] = []
  for await (const chunk of duck.chunks(`SELECT ${cell(column)} FROM data WHERE ${where}`))
    for (const value of chunk.getColumnValues(0)) cells.push(String(value))
  const readings = dayOrders.map((order) => Float64Array.from(cells, (one) => timeOf(one, order)))
  const times = readings.find((one) => stepsOf(one)) ?? (readings[0] as Float64Array)
  return { cells, times }
}

/** A year of months, else 24 steps; a quarter of the rows at most. */
const windowFor = (step: number, rows: number) => Math.min(step >= 27 * day ? 12 : 24, rows >> 2)
