import type { Column, Dataset } from '../../../contract/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import { type ColumnStep, type Pipeline, widthOf } from '../pipeline.ts'
import { sql } from './cells.ts'
import type { Duck } from './duck.ts'
import { usableRows } from './table-rows.ts'
import { cell } from './table-sql.ts'

/**
 * How the columns become numbers, learnt from the rows that are trained on: numbers are standardised as scikit-learn's
 * StandardScaler does (population deviation), missing ones get the mean.
 * `asked`: the Input's shape without the items axis; `levels`: the values of each category column.
 * @throws Fault `data.no-features`, `engine.shape-mismatch`
 */
export async function fitColumns(
  duck: Duck,
  dataset: Dataset,
  levels: Record<string, string[]>,
  asked: (number | null)[],
  held: Uint8Array,
): Promise<Pipeline['input']> {
  const features = featuresOf(dataset)
  if (!features.length) throw new Fault('data.no-features', { name: dataset.name })
  const target = dataset.columns.find(({ role }) => role === 'target')?.name ?? null
  const where = usableRows(dataset, target, 'train')
  const columns = await fitSteps(duck, dataset, features, levels, where, (row) => held[row] === 1)
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

/** The columns that can be read as numbers. */
export const featuresOf = ({ columns }: Dataset): Column[] =>
  columns.filter(({ role, type }) => role === 'feature' && type !== 'text' && type !== 'date')

/** The step of each column, fitted on the rows of `where`, less those that `held` names by their number among them. */
export async function fitSteps(
  duck: Duck,
  dataset: Dataset,
  columns: Column[],
  levels: Record<string, string[]>,
  where: string,
  held: (row: number) => boolean,
): Promise<ColumnStep[]> {
  const numbers = columns.filter(({ type }) => type === 'number').map(({ name }) => name)
  const spreads = await spreadOf(duck, dataset, numbers, where, held)
  return columns.map(({ name, type }) => {
    const own = type === 'category' ? (levels[name] ?? []) : []
    return { name, type, mean: 0, deviation: 1, ...spreads.get(name), levels: own }
  })
}

/**
 * Mean and standard deviation of columns over the training rows not held out, by Welford's algorithm (Technometrics
 * 1962): one pass, and no digits lost where the mean is large. A column that never changes keeps its scale.
 */
async function spreadOf(
  duck: Duck,
  dataset: Dataset,
  names: string[],
  where: string,
  held: (row: number) => boolean,
) {
  const spreads = new Map<string, { mean: number; deviation: number }>()
  if (!names.length) return spreads
  const places = names.map((name) => cell(dataset.columns.findIndex((column) => column.name === name)))
  const sums = names.map(() => ({ count: 0, mean: 0, squares: 0 }))
  const select = places.map((place) => sql.number(place)).join(', ')
  let first = 0
  for await (const chunk of duck.chunks(`SELECT ${select} FROM data WHERE ${where}`)) {
    for (const [index, sum] of sums.entries())
      for (const [row, value] of chunk.getColumnValues(index).entries()) {
        if (value === null || held(first + row)) continue
        const step = (value as number) - sum.mean
        sum.mean += step / ++sum.count
        sum.squares += step * ((value as number) - sum.mean)
      }
    first += chunk.rowCount
  }
  for (const [index, { count, mean, squares }] of sums.entries()) {
    const variance = squares / Math.max(1, count)
    const deviation = Number.isFinite(variance) && variance > 0 ? Math.sqrt(variance) : 1
    spreads.set(names[index] as string, { mean, deviation })
  }
  return spreads
}
