import type { Dataset } from '../../../contract/data/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import type { PartToPack, Source } from '../packed/source.ts'
import { noTexts } from '../packed/source.ts'
import { widthOf } from '../pipeline/column-steps.ts'
import { sql } from '../tables/cells.ts'
import type { Duck } from '../tables/duck.ts'
import { itemNames } from '../tables/item-names.ts'
import { readWeights } from '../tables/read-weights.ts'
import { targetNames } from '../tables/table-rows.ts'
import { placeOf, stepRows } from '../tables/table-source.ts'
import type { Manifest } from '../versions/manifest.ts'
import { readTimes } from './find-series.ts'
import { stepsOf } from './times.ts'
import { askedRow, type Cut, spanOf, windowEnds } from './window-ends.ts'

export interface Windows extends Cut {
  /** Name of the column that tells the time. */
  date: string
  acrossGaps: boolean
}

/** Windows copied before they are written. */
const portion = 1024

/**
 * The windows of one part of a time series, read from `data` of `duck`: the rows before those whose targets they ask
 * for, the nearest last. When predicting, every window is asked for what comes after it.
 * @throws Fault `data.series-short`, `data.column-missing`
 */
export async function seriesSource(
  duck: Duck,
  part: PartToPack,
  tables: Manifest['tables'],
  dataset: Dataset,
  windows: Windows,
): Promise<Source> {
  const { date, steps, samplingRate, horizon, acrossGaps } = windows
  const predict = part === 'predict'
  const where = predict ? 'true' : `part = '${part}'`
  const place = (name: string) => placeOf(dataset, name, tables)
  place(date)
  const { cells, times } = await readTimes(
    duck,
    dataset.columns.findIndex(({ name }) => name === date),
    where,
  )
  const values = predict ? null : await readValues(duck, targetNames(dataset).map(place), where)
  const gaps = new Set(acrossGaps ? [] : stepsOf(times)?.gaps)
  const asks = (row: number) => values?.every((one) => !Number.isNaN(one[row])) ?? true
  const ends = windowEnds(times.length, gaps, windows, predict ? null : asks)
  if (!ends.length) {
    const rows = spanOf(windows) + (predict ? 0 : horizon * samplingRate)
    throw new Fault('data.series-short', { name: dataset.name, rows })
  }
  const names = predict ? await itemNames(duck, tables) : []
  return {
    part,
    count: ends.length,
    items: predict ? ends.map((end) => names[end - 1] ?? '') : [],
    labels: values ? labelsOf(values, ends, windows) : [],
    labelWidth: horizon * (values?.length ?? 1),
    weights: predict ? undefined : await readWeights(duck, dataset, where, ends),
    rowsBefore: (item) => ends[item] ?? times.length,
    rowsUntil: (item) => askedRow(ends[item] ?? times.length, horizon, windows) + 1,
    ...(values
      ? {
          naive: (item, season) => repeated(values, ends[item] as number, windows, season),
          series: { cells, values, asked: (item, ahead) => askedRow(ends[item] as number, ahead, windows) },
        }
      : {}),
    texts: noTexts,
    write: async ({ input }, put, done) => {
      if (input.kind !== 'series') return
      const width = input.columns.reduce((sum, step) => sum + widthOf(step), 0)
      const all = new Float32Array(times.length * width)
      let filled = 0
      for await (const { rows } of stepRows(duck, input.columns, place, where)) {
        all.set(rows, filled)
        filled += rows.length
      }
      const size = steps * width
      for (let from = 0; from < ends.length; from += portion) {
        const some = ends.slice(from, from + portion)
        const out = new Float32Array(some.length * size)
        for (const [at, end] of some.entries())
          for (let step = 0; step < steps; step++) {
            const row = end - 1 - (steps - 1 - step) * samplingRate
            out.set(all.subarray(row * width, (row + 1) * width), at * size + step * width)
          }
        await put(new Uint8Array(out.buffer), from * size * 4)
        done(some.length)
      }
    },
  }
}

/** The rows that scales may be learnt from: those before the first that is held out. */
export function rowsToFit(train: Source, held: Uint8Array): number {
  const found = held.indexOf(1)
  const first = found < 0 ? train.count : found
  return train.rowsBefore?.(first) ?? train.count
}

/** What a window asks for, as it was at the end of the window, or a number of rows before, as often as it takes to be known. */
function repeated(values: number[][], end: number, cut: Cut, season: number | null): number[] | null {
  const told: number[] = []
  for (let ahead = 1; ahead <= cut.horizon; ahead++) {
    const asked = askedRow(end, ahead, cut)
    const row = season === null ? end - 1 : asked - season * Math.ceil((asked - end + 1) / season)
    for (const own of values) told.push(own[row] ?? Number.NaN)
  }
  return told.some(Number.isNaN) ? null : told
}

/** The targets of each row, column by column; NaN where there is none. */
export async function readValues(duck: Duck, places: string[], where: string): Promise<number[][]> {
  const values: number[][] = places.map(() => [])
  const select = places.map((place) => sql.number(place)).join(', ')
  for await (const chunk of duck.chunks(`SELECT ${select} FROM data WHERE ${where}`))
    for (const [at, own] of values.entries())
      for (const value of chunk.getColumnValues(at)) own.push(value === null ? Number.NaN : Number(value))
  return values
}

/** What windows ask for, window after window: step by step, and in a step target by target. */
function labelsOf(values: number[][], ends: number[], cut: Cut): Float64Array {
  const labels = new Float64Array(ends.length * cut.horizon * values.length)
  let at = 0
  for (const end of ends)
    for (let ahead = 1; ahead <= cut.horizon; ahead++)
      for (const own of values) labels[at++] = own[askedRow(end, ahead, cut)] as number
  return labels
}
