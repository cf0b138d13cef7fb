import { basename } from 'node:path'
import type { Dataset } from '../../../contract/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Manifest } from '../manifest.ts'
import { widthOf } from '../pipeline.ts'
import type { PartToPack, Source } from '../source.ts'
import { encode } from './encode.ts'
import { isMissing, numberOf, readTable } from './read-table.ts'

/** The rows of the tables of one part. To train on, a row needs its target; null when there is no row left. */
export async function tableSource(
  part: PartToPack,
  tables: Manifest['tables'],
  dataset: Dataset,
  target: string | null,
  number: (label: number) => number,
): Promise<Source | null> {
  const predict = part === 'predict'
  const at = dataset.columns.findIndex(({ name }) => name === target)
  const rows: string[][] = []
  const items: string[] = []
  for (const { path, dialect } of tables) {
    const table = await readTable(path, dialect)
    for (const [index, cells] of table.rows.entries()) {
      const cell = cells[at] ?? ''
      if (!predict && (isMissing(cell) || (dataset.task === 'regression' && Number.isNaN(numberOf(cell)))))
        continue
      rows.push(cells)
      items.push(`${basename(path)}:${table.lines[index]}`)
    }
  }
  if (!rows.length) return null
  const numbers = new Map(dataset.classes.map((name, i) => [name, i]))
  const labels = predict
    ? []
    : rows.map((cells) =>
        dataset.task === 'regression'
          ? numberOf(cells[at] ?? '')
          : number(numbers.get(cells[at] ?? '') ?? -1),
      )
  return {
    part,
    rows,
    items,
    labels,
    write: async (pipeline, put, done) => {
      const input = pipeline.input
      if (input.kind !== 'table') return
      const file = basename(tables[0]?.path ?? '')
      const places = input.columns.map((step) => {
        const place = dataset.columns.findIndex(({ name }) => name === step.name)
        if (place < 0) throw new Fault('data.column-missing', { file, column: step.name })
        return place
      })
      const width = input.columns.reduce((sum, step) => sum + widthOf(step), 0)
      const out = new Float32Array(rows.length * width)
      for (const [row, cells] of rows.entries()) {
        let to = row * width
        for (const [index, step] of input.columns.entries())
          to = encode(step, cells[places[index] ?? -1] ?? '', out, to)
        done()
      }
      await put(new Uint8Array(out.buffer), 0)
    },
  }
}
