import { basename } from 'node:path'
import type { DuckDBDataChunk } from '@duckdb/node-api'
import type { Dataset } from '../../../contract/data/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import type { PartToPack, Source } from '../packed/source.ts'
import type { ColumnStep } from '../pipeline/column-steps.ts'
import type { Manifest } from '../versions/manifest.ts'
import type { Duck } from './duck.ts'
import { itemNames } from './item-names.ts'
import { readWeights } from './read-weights.ts'
import { stepOutputs } from './step-sql.ts'
import { labelSql, usableRows } from './table-rows.ts'
import { cell } from './table-sql.ts'

/** The rows of the tables of one part, read from `data` of `duck`; null when there is no row to work on. */
export async function tableSource(
  duck: Duck,
  part: PartToPack,
  tables: Manifest['tables'],
  dataset: Dataset,
  classes: string[],
  number: (label: number) => number,
): Promise<Source | null> {
  const predict = part === 'predict'
  const usable = usableRows(dataset, part)
  const [[count = 0] = []] = await duck.rows(`SELECT count(*)::INT FROM data WHERE ${usable}`)
  if (!count) return null
  const select = predict ? [] : labelSql(dataset, classes)
  const labels = predict ? [] : await readLabels(duck, dataset, select, usable, Number(count), number)
  return {
    part,
    count: Number(count),
    items: predict ? await itemNames(duck, tables) : [],
    labels,
    labelWidth: select.length,
    weights: predict ? undefined : await readWeights(duck, dataset, usable),
    async *texts(column) {
      const name = placeOf(dataset, column ?? '', tables)
      for await (const chunk of duck.chunks(`SELECT ${name} FROM data WHERE ${usable}`))
        yield* chunk.getColumnValues(0).map(String)
    },
    write: async (pipeline, put, done) => {
      const input = pipeline.input
      if (input.kind !== 'table') return
      const place = (name: string) => placeOf(dataset, name, tables)
      let at = 0
      for await (const { rows, count } of stepRows(duck, input.columns, place, usable)) {
        await put(new Uint8Array(rows.buffer), at)
        at += rows.byteLength
        done(count)
      }
    },
  }
}

/** What the steps make of the rows of `where`, a few thousand rows at a time, row by row. */
export async function* stepRows(
  duck: Duck,
  steps: ColumnStep[],
  place: (column: string) => string,
  where: string,
): AsyncGenerator<{ rows: Float32Array; count: number }> {
  const outputs = steps.flatMap((step) => stepOutputs(step, place(step.name)))
  const select = outputs.map(({ sql }) => sql).join(', ')
  const width = outputs.reduce((sum, output) => sum + output.width, 0)
  for await (const chunk of duck.chunks(`SELECT ${select} FROM data WHERE ${where}`)) {
    const rows = new Float32Array(chunk.rowCount * width)
    let to = 0
    for (const [index, output] of outputs.entries()) {
      const values = valuesOf(chunk, index)
      for (let row = 0; row < values.length; row++) {
        const value = values[row] as number
        if (output.kind === 'value') rows[row * width + to] = value
        else if (value >= 0) rows[row * width + to + value] = 1
      }
      to += output.width
    }
    yield { rows, count: chunk.rowCount }
  }
}

/** Where SQL finds a column. @throws Fault `data.column-missing` */
export function placeOf(dataset: Dataset, column: string, tables: Manifest['tables']): string {
  const place = dataset.columns.findIndex(({ name }) => name === column)
  const file = tables.map(({ path }) => basename(path)).join(', ')
  if (place < 0) throw new Fault('data.column-missing', { file, column })
  return cell(place)
}

/** What `select` makes of each row, row after row. */
async function readLabels(
  duck: Duck,
  { task }: Dataset,
  select: string[],
  usable: string,
  count: number,
  number: (label: number) => number,
): Promise<ArrayLike<number>> {
  const width = select.length
  const types = { classification: Int32Array, multilabel: Uint8Array, regression: Float32Array }
  const labels = new types[task](count * width)
  const as = task === 'classification' ? number : (value: number) => value
  let first = 0
  for await (const chunk of duck.chunks(`SELECT ${select.join(', ')} FROM data WHERE ${usable}`)) {
    for (const column of select.keys())
      for (const [row, value] of Array.from(valuesOf(chunk, column)).entries())
        labels[(first + row) * width + column] = as(value)
    first += chunk.rowCount
  }
  return labels
}

/** A column of a chunk that holds numbers and no nulls. */
const valuesOf = (chunk: DuckDBDataChunk, column: number): ArrayLike<number> & Iterable<number> =>
  chunk.getColumnValues(column) as number[]
