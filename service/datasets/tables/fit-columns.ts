import type { Column, Dataset } from '../../../contract/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import { type ColumnStep, type Pipeline, widthOf } from '../pipeline.ts'
import { numberOf } from './read-table.ts'

/**
 * How the columns become numbers, learnt from the rows that are trained on.
 * `asked`: the Input's shape without the items axis; `levels`: the values of each category column.
 * @throws Fault `data.no-features`, `engine.shape-mismatch`
 */
export function fitColumns(
  dataset: Dataset,
  levels: Record<string, string[]>,
  asked: (number | null)[],
  rows: string[][],
  held: Set<number>,
): Pipeline['input'] {
  const features = dataset.columns.filter(
    ({ role, type }) => role === 'feature' && type !== 'text' && type !== 'date',
  )
  if (!features.length) throw new Fault('data.no-features', { name: dataset.name })
  const columns = features.map((column): ColumnStep => {
    const { name, type } = column
    const own = type === 'category' ? (levels[name] ?? []) : []
    if (type !== 'number') return { name, type, mean: 0, deviation: 1, levels: own }
    return { name, type, ...spread(dataset.columns, column, rows, held), levels: own }
  })
  const width = columns.reduce((sum, step) => sum + widthOf(step), 0)
  const open = asked.filter((size) => size === null).length
  const product = asked.reduce<number>((all, size) => all * (size ?? 1), 1)
  if (open ? asked.length !== 1 : product !== width)
    throw new Fault('engine.shape-mismatch', {
      expected: `[${asked.map((size) => size ?? '?').join(', ')}]`,
      found: `[${width}] (${width} input features)`,
    })
  return { kind: 'table', columns, shape: open ? [width] : (asked as number[]) }
}

/** Mean and standard deviation of a column over the rows not held out; a column that never changes keeps its scale. */
function spread(columns: Column[], column: Column, rows: string[][], held: Set<number>) {
  const at = columns.indexOf(column)
  const values = rows.flatMap((cells, row) => {
    const value = held.has(row) ? Number.NaN : numberOf(cells[at] ?? '')
    return Number.isNaN(value) ? [] : [value]
  })
  const mean = values.reduce((sum, value) => sum + value / values.length, 0)
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0)
  const deviation = Number.isFinite(variance) && variance > 0 ? Math.sqrt(variance) : 1
  return { mean, deviation }
}
