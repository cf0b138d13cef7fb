import { type DataWarning, dataWarning } from '../../../contract/data-notes.ts'
import type { Column, ImportOptions } from '../../../contract/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import { numberOf } from './cells.ts'
import type { ColumnProfile } from './profile-table.ts'

export interface Roles {
  columns: Column[]
  target: string
  task: 'classification' | 'regression'
  classes: string[]
  levels: Record<string, string[]>
  warnings: DataWarning[]
}

const targetNames = [
  ...['target', 'label', 'class', 'y', 'species', 'survived', 'outcome', 'diagnosis', 'income', 'sentiment'],
]
/** Whole numbers with more distinct values than this are a quantity, not classes. */
const mostClasses = 20

/**
 * Says which column is to be predicted and as what, and which are read for that; what the person chose goes first.
 * @throws Fault `data.no-target`, `data.weight-not-number`
 */
export function assignRoles(profiles: ColumnProfile[], rows: number, options: ImportOptions): Roles {
  const warnings: DataWarning[] = []
  const columns = profiles.map(({ column }) => ({ ...column }))
  for (const asked of options.columns ?? []) {
    const column = columns.find(({ name }) => name === asked.name)
    if (column) Object.assign(column, { type: asked.type, role: asked.role })
  }
  pickWeight(columns, options)
  const target = pickTarget(
    columns.filter(({ role }) => role !== 'weight'),
    options,
  )
  const at = columns.findIndex(({ name }) => name === target)
  const column = columns[at] as Column
  for (const other of columns) if (other.role === 'target') other.role = 'feature'
  column.role = 'target'
  const { values, whole } = profiles[at] as ColumnProfile
  const asked = options.columns?.find(({ name }) => name === target)?.type
  const quantity = column.type === 'number' && (!values || values.size > mostClasses || !whole)
  const task = !values || (asked ? asked === 'number' : quantity) ? 'regression' : 'classification'
  column.type = task === 'regression' ? 'number' : column.type === 'boolean' ? 'boolean' : 'category'
  const classes = task === 'regression' ? [] : inOrder([...(values?.keys() ?? [])])
  if (classes.length === 1) warnings.push(dataWarning('single-class', { class: classes[0] ?? '' }))
  if (column.missing) warnings.push(dataWarning('missing-target', { count: column.missing, target }))
  for (const [index, feature] of columns.entries()) {
    if (index === at || feature.role === 'ignored' || feature.role === 'weight') continue
    const chosen = options.columns?.some(({ name, role }) => name === feature.name && role === 'feature')
    const code = whyIgnored(feature, profiles[index] as ColumnProfile, rows, chosen === true)
    if (!code) continue
    feature.role = 'ignored'
    warnings.push(dataWarning(code, { column: feature.name }))
  }
  readTextAlone(columns, profiles, warnings)
  const levels: Roles['levels'] = {}
  for (const [index, { name, type, role }] of columns.entries())
    if (type === 'category' && role === 'feature')
      levels[name] = [...(profiles[index]?.values?.keys() ?? [])].sort()
  return { columns, target, task, classes, levels, warnings }
}

/** Classes by their number where all are numbers, else by their name. */
function inOrder(values: string[]): string[] {
  const numeric = values.every((value) => !Number.isNaN(numberOf(value)))
  return values.sort((a, b) => (numeric ? numberOf(a) - numberOf(b) : a < b ? -1 : 1))
}

function whyIgnored(
  { type, distinct, missing }: Column,
  profile: ColumnProfile,
  rows: number,
  chosen: boolean,
) {
  if (missing === rows) return 'missing-column'
  if (distinct < 2) return 'constant-column'
  if (type === 'text') return 'text-column'
  if (chosen) return null
  if (type === 'date') return 'date-column'
  return profile.unique ? 'id-column' : null
}

/** Where nothing but text is left to read, the longest text is read: the warning that it is not is taken back. */
function readTextAlone(columns: Column[], profiles: ColumnProfile[], warnings: DataWarning[]): void {
  if (columns.some(({ role }) => role === 'feature')) return
  const ignored = warnings.filter(({ code }) => code === 'text-column').map(({ values }) => values.column)
  const [longest] = profiles
    .filter(({ column }) => ignored.includes(column.name))
    .sort((a, b) => b.longest - a.longest)
  const column = columns.find(({ name }) => name === longest?.column.name)
  if (!column) return
  column.role = 'feature'
  warnings.splice(
    warnings.findIndex(({ values }) => values.column === column.name),
    1,
  )
}

/** Gives the role of a weight to one column at most, and to none but one of numbers. */
function pickWeight(columns: Column[], { weight }: ImportOptions): void {
  const asked = weight ?? columns.find(({ role }) => role === 'weight')?.name
  for (const column of columns) if (column.role === 'weight') column.role = 'feature'
  if (asked === undefined) return
  const column = columns.find(({ name }) => name === asked)
  if (!column) throw noColumn(asked, columns)
  if (column.type !== 'number')
    throw new Fault('data.weight-not-number', { column: asked, type: column.type })
  column.role = 'weight'
}

const noColumn = (column: string, columns: Column[]) =>
  new Fault('data.no-target', { column, columns: columns.map(({ name }) => name).join(', ') })

function pickTarget(columns: Column[], options: ImportOptions): string {
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
