import type { Column, ImportOptions } from '../../../../contract/data/dataset.ts'
import { Fault } from '../../../../contract/failure.ts'

const targetNames = [
  ...['target', 'label', 'class', 'y', 'species', 'survived', 'outcome', 'diagnosis', 'income', 'sentiment'],
  ...['price', 'saleprice', 'sale_price', 'median_house_value', 'medhouseval', 'medv', 'charges'],
]

/** Columns that the person named as targets, several with commas; a name goes before the roles. `known`: the names there are. */
export function askedTargets({ target, columns }: ImportOptions, known: string[]): string[] {
  if (target === undefined)
    return (columns ?? []).filter(({ role }) => role === 'target').map(({ name }) => name)
  const several = target.split(',').map((name) => name.trim())
  return !known.includes(target) && several.every((name) => known.includes(name)) ? several : [target]
}

/** What is said of a column that there is not. */
export const noColumn = (column: string, columns: Column[]) =>
  new Fault('data.no-target', { column, columns: columns.map(({ name }) => name).join(', ') })

/** The one column that is to be predicted: the one that is asked for, else by its name, else the last that can be. @throws Fault `data.no-target` */
export function pickTarget(columns: Column[], options: ImportOptions): string {
  const asked = options.target ?? options.columns?.find(({ role }) => role === 'target')?.name
  if (asked !== undefined) {
    if (columns.some(({ name }) => name === asked)) return asked
    throw noColumn(asked, columns)
  }
  const named = targetNames.flatMap((name) => columns.filter((column) => column.name.toLowerCase() === name))
  if (named[0]) return named[0].name
  const last = columns.at(-1)
  const labels = last && (last.type === 'text' || last.type === 'date')
  const short = labels ? columns.find(({ type }) => type === 'category' || type === 'boolean') : undefined
  return (short ?? last)?.name ?? ''
}
