import { type DataWarning, dataWarning } from '../../../../contract/data/data-notes.ts'
import type { Column, ImportOptions } from '../../../../contract/data/dataset.ts'
import type { LearningTask, SeveralLabels } from '../../../../contract/data/learning-task.ts'
import { Fault } from '../../../../contract/failure.ts'
import { numberOf } from '../cells.ts'
import type { FoundLabels } from './find-labels.ts'
import { askedTargets, noColumn, pickTarget } from './pick-target.ts'
import type { ColumnProfile } from './profile-table.ts'

export interface Roles {
  columns: Column[]
  targets: string[]
  task: LearningTask
  /** Of several labels an item. */
  labels?: SeveralLabels
  classes: string[]
  levels: Record<string, string[]>
  warnings: DataWarning[]
}

/** Whole numbers with more distinct values than this are a quantity, not classes. */
const mostClasses = 20

/**
 * Says which columns are to be predicted and as what, and which are read for that; what the person chose goes first.
 * `several`: where several labels an item were found.
 * @throws Fault `data.no-target`, `data.weight-not-number`, `data.targets-mixed`
 */
export function assignRoles(
  profiles: ColumnProfile[],
  rows: number,
  options: ImportOptions,
  several: FoundLabels | null = null,
): Roles {
  const warnings: DataWarning[] = []
  const columns = profiles.map(({ column }) => ({ ...column }))
  for (const asked of options.columns ?? []) {
    const column = columns.find(({ name }) => name === asked.name)
    if (column) Object.assign(column, { type: asked.type, role: asked.role })
  }
  pickWeight(columns, options)
  const unweighted = columns.filter(({ role }) => role !== 'weight')
  const asked = askedTargets(
    options,
    columns.map(({ name }) => name),
  )
  const targets = several?.targets ?? (asked.length > 1 ? asked : [pickTarget(unweighted, options)])
  for (const column of columns)
    if (targets.includes(column.name)) column.role = 'target'
    else if (column.role === 'target') column.role = 'feature'
  const own = profiles.filter(({ column }) => targets.includes(column.name))
  const { task, classes } = several
    ? { task: 'multilabel' as const, classes: several.classes }
    : own.length > 1
      ? { task: allNumbers(own), classes: [] }
      : oneTarget(columns, own[0] as ColumnProfile, options)
  for (const column of columns) if (column.role === 'target') column.type = typeFor(task, column.type)
  if (classes.length === 1) warnings.push(dataWarning('single-class', { class: classes[0] ?? '' }))
  for (const { missing, name, role } of columns)
    if (role === 'target' && missing && !several?.separator)
      warnings.push(dataWarning('missing-target', { count: missing, target: name }))
  for (const [index, feature] of columns.entries()) {
    if (feature.role !== 'feature') continue
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
  const labels = several ? { labels: { separator: several.separator } } : {}
  return { columns, targets, task, classes, levels, warnings, ...labels }
}

/** Several targets are values; labels among them would need a model of another end. @throws Fault `data.targets-mixed` */
function allNumbers(targets: ColumnProfile[]): 'regression' {
  const other = targets.find(({ column }) => column.type !== 'number')
  if (!other) return 'regression'
  throw new Fault('data.targets-mixed', { column: other.column.name, type: other.column.type })
}

/** Whether a column of numbers is one of quantities and not of classes. */
export const isQuantity = ({ column, values, whole }: ColumnProfile): boolean =>
  column.type === 'number' && (!values || values.size > mostClasses || !whole)

/** Whether the one target is a value or a class, and the classes. */
function oneTarget(columns: Column[], profile: ColumnProfile, options: ImportOptions) {
  const { column: found, values } = profile
  const column = columns.find(({ name }) => name === found.name) as Column
  const asked = options.columns?.find(({ name }) => name === found.name)?.type
  const quantity = isQuantity({ ...profile, column })
  const regression = !values || (asked ? asked === 'number' : quantity)
  return regression
    ? { task: 'regression' as const, classes: [] }
    : { task: 'classification' as const, classes: inOrder([...values.keys()]) }
}

const typeFor = (task: LearningTask, type: Column['type']): Column['type'] =>
  task === 'regression' ? 'number' : type === 'boolean' ? 'boolean' : 'category'

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
