import type { Dataset } from '../../../contract/data/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import { sql } from './cells.ts'
import type { Duck } from './duck.ts'
import { cell } from './table-sql.ts'

/**
 * How much each row of `where` counts, by the column of that role; undefined where there is none. `rows`: those that are used,
 * in their order; all of them where nothing is said.
 * @throws Fault `data.weight-unusable` where a row that is used has no weight, or one below 0
 */
export async function readWeights(
  duck: Duck,
  { columns }: Pick<Dataset, 'columns'>,
  where: string,
  rows?: ArrayLike<number>,
): Promise<Float32Array | undefined> {
  const at = columns.findIndex(({ role }) => role === 'weight')
  if (at < 0) return undefined
  const all: number[] = []
  const value = `coalesce(${sql.number(cell(at))}, -1)::FLOAT`
  for await (const chunk of duck.chunks(`SELECT ${value} FROM data WHERE ${where}`))
    for (const weight of chunk.getColumnValues(0)) all.push(weight as number)
  const used = rows ? Float32Array.from(rows, (row) => all[row] as number) : Float32Array.from(all)
  const count = used.reduce((sum, weight) => sum + Number(weight < 0), 0)
  if (count) throw new Fault('data.weight-unusable', { column: columns[at]?.name ?? '', count })
  return used
}
