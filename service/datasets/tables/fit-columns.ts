import type { Dataset } from '../../../contract/dataset.ts'
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
  held: Set<number>,
): Promise<Pipeline['input']> {
  const features = dataset.columns.filter(
    ({ role, type }) => role === 'feature' && type !== 'text' && type !== 'date',
  )
  if (!features.length) throw new Fault('data.no-features', { name: dataset.name })
  const numbers = features.filter(({ type }) => type === 'number').map(({ name }) => name)
  const spreads = await spreadOf(duck, dataset, numbers, held)
  const columns = features.map(({ name, type }): ColumnStep => {
    const own = type === 'category' ? (levels[name] ?? []) : []
    return { name, type, mean: 0, deviation: 1, ...spreads.get(name), levels: own }
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

/**
 * Mean and standard deviation of columns over the training rows not held out, by Welford's algorithm (Technometrics
 * 1962): one pass, and no digits lost where the mean is large. A column that never changes keeps its scale.
 */
async function spreadOf(duck: Duck, dataset: Dataset, names: string[], held: Set<number>) {
  const spreads = new Map<string, { mean: number; deviation: number }>()
  if (!names.length) return spreads
  const target = dataset.columns.find(({ role }) => role === 'target')?.name ?? null
  const places = names.map((name) => cell(dataset.columns.findIndex((column) => column.name === name)))
  const sums = names.map(() => ({ count: 0, mean: 0, squares: 0 }))
  const select = places.map((place) => sql.number(place)).join(', ')
  const usable = usableRows(dataset, target, 'train')
  let first = 0
  for await (const chunk of duck.chunks(`SELECT ${select} FROM data WHERE ${usable}`)) {
    for (const [index, sum] of sums.entries())
      for (const [row, value] of chunk.getColumnValues(index).entries()) {
        if (value === null || held.has(first + row)) continue
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
