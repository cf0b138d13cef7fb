import type { Dataset } from '../../../contract/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import { widthOf } from '../column-steps.ts'
import type { Manifest } from '../manifest.ts'
import type { PartToPack, Source } from '../source.ts'
import { noTexts } from '../source.ts'
import { sql } from '../tables/cells.ts'
import type { Duck } from '../tables/duck.ts'
import { itemNames } from '../tables/item-names.ts'
import { readWeights } from '../tables/read-weights.ts'
import { placeOf, stepRows } from '../tables/table-source.ts'
import { readTimes } from './find-series.ts'
import { stepsOf } from './times.ts'
import { windowEnds } from './window-ends.ts'

export interface Windows {
  /** Name of the column that tells the time. */
  date: string
  /** Rows of one window. */
  steps: number
}

/** Windows copied before they are written. */
const portion = 1024

/**
 * The windows of one part of a time series, read from `data` of `duck`: the rows before the one whose target they ask
 * for, the nearest last. When predicting, every window is asked for what comes after it.
 * @throws Fault `data.series-short`, `data.column-missing`
 */
export async function seriesSource(
  duck: Duck,
  part: PartToPack,
  tables: Manifest['tables'],
  dataset: Dataset,
  target: string | null,
  { date, steps }: Windows,
): Promise<Source> {
  const predict = part === 'predict'
  const where = predict ? 'true' : `part = '${part}'`
  const place = (name: string) => placeOf(dataset, name, tables)
  place(date)
  const { times } = await readTimes(
    duck,
    dataset.columns.findIndex(({ name }) => name === date),
    where,
  )
  const values = predict ? null : await readValues(duck, place(target ?? ''), where)
  const gaps = new Set(stepsOf(times)?.gaps)
  const ends = windowEnds(times.length, gaps, steps, values && ((row) => !Number.isNaN(values[row])))
  if (!ends.length)
    throw new Fault('data.series-short', { name: dataset.name, rows: steps + (predict ? 0 : 1) })
  const names = predict ? await itemNames(duck, tables) : []
  return {
    part,
    count: ends.length,
    items: predict ? ends.map((end) => names[end - 1] ?? '') : [],
    labels: values ? ends.map((end) => values[end] as number) : [],
    weights: predict ? undefined : await readWeights(duck, dataset, where, ends),
    rowsBefore: (item) => ends[item] ?? times.length,
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
          out.set(all.subarray((end - steps) * width, end * width), at * size)
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

/** The target of each row; NaN where there is none. */
async function readValues(duck: Duck, place: string, where: string): Promise<number[]> {
  const values: number[] = []
  for await (const chunk of duck.chunks(`SELECT ${sql.number(place)} FROM data WHERE ${where}`))
    for (const value of chunk.getColumnValues(0)) values.push(value === null ? Number.NaN : Number(value))
  return values
}
