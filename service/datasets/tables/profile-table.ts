import type { Column, ImportOptions } from '../../../contract/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import { isMissing, numberOf } from './read-table.ts'

export interface TableProfile {
  columns: Column[]
  levels: Record<string, string[]>
  target: string
  task: 'classification' | 'regression'
  classes: string[]
  warnings: { code: string; message: string }[]
}

const targetNames = [
  'target',
  'label',
  'class',
  'y',
  'species',
  'survived',
  'outcome',
  'diagnosis',
  'income',
  'sentiment',
]
const booleans = new Set(['true', 'false', 'yes', 'no', 't', 'f', 'y', 'n'])
const date = /^(\d{4}-\d{1,2}(-\d{1,2})?([ T].*)?|\d{1,2}[./]\d{1,2}[./]\d{2,4})$/
/** Whole numbers with more distinct values than this are a quantity, not classes. */
const mostClasses = 20
const mostLevels = 200

/** Finds out what each column is, which one is to be predicted, and as what. @throws Fault `data.no-target` */
export function profileTable(names: string[], rows: string[][], options: ImportOptions): TableProfile {
  const warnings: TableProfile['warnings'] = []
  const warn = (code: string, message: string) => warnings.push({ code, message })
  const levels: Record<string, string[]> = {}
  const columns = names.map((name, index) =>
    profileColumn(
      name,
      rows.map((cells) => cells[index] ?? ''),
    ),
  )
  for (const asked of options.columns ?? []) {
    const column = columns.find(({ name }) => name === asked.name)
    if (column) Object.assign(column, { type: asked.type, role: asked.role })
  }
  const target = pickTarget(columns, options)
  const column = columns.find(({ name }) => name === target) as Column
  for (const other of columns) if (other !== column && other.role === 'target') other.role = 'feature'
  column.role = 'target'
  const at = names.indexOf(target)
  const values = [...new Set(rows.map((cells) => cells[at] ?? '').filter((cell) => !isMissing(cell)))]
  const numbers = values.map(numberOf)
  const asked = options.columns?.find(({ name }) => name === target)?.type
  const quantity =
    column.type === 'number' && (values.length > mostClasses || numbers.some((value) => value % 1 !== 0))
  const task = (asked ? asked === 'number' : quantity) ? 'regression' : 'classification'
  column.type = task === 'regression' ? 'number' : column.type === 'boolean' ? 'boolean' : 'category'
  const numeric = numbers.every((value) => !Number.isNaN(value))
  const classes =
    task === 'regression' ? [] : values.sort((a, b) => (numeric ? numberOf(a) - numberOf(b) : a < b ? -1 : 1))
  if (task === 'classification' && classes.length === 1)
    warn('single-class', `Every row has the same ${target}: ${classes[0]}.`)
  if (column.missing)
    warn('missing-target', `${column.missing} rows have no ${target} and are not trained on.`)
  for (const feature of columns) {
    if (feature === column || feature.role === 'ignored') continue
    const chosen = options.columns?.some(({ name, role }) => name === feature.name && role === 'feature')
    const why = chosen ? null : whyIgnored(feature, rows.length)
    if (feature.distinct < 2 || why) {
      feature.role = 'ignored'
      warn(why?.code ?? 'constant-column', `${feature.name} is ignored: ${why?.words ?? 'it never changes'}.`)
    }
  }
  for (const [index, feature] of columns.entries()) {
    if (feature.type !== 'category' || feature.role !== 'feature') continue
    levels[feature.name] = [
      ...new Set(rows.map((cells) => cells[index] ?? '').filter((cell) => !isMissing(cell))),
    ].sort()
  }
  return { columns, levels, target, task, classes, warnings }
}

function whyIgnored(
  { name, type, distinct, missing }: Column,
  rows: number,
): { code: string; words: string } | null {
  if (missing === rows) return { code: 'missing-column', words: 'it has no values' }
  if (distinct < 2) return { code: 'constant-column', words: 'it never changes' }
  if (type === 'text') return { code: 'text-column', words: 'it holds free text' }
  if (type === 'date') return { code: 'date-column', words: 'it holds dates' }
  const identifier = distinct === rows && /^(id|index|unnamed.*|.*[ _]id|.*[a-z]Id)$/.test(name)
  return identifier || (distinct === rows && /^id$/i.test(name))
    ? { code: 'identifier', words: 'it only numbers the rows' }
    : null
}

function profileColumn(name: string, cells: string[]): Column {
  const filled = cells.filter((cell) => !isMissing(cell) && !/^[+-]?inf(inity)?$/i.test(cell))
  const distinct = new Set(filled)
  const share = (test: (cell: string) => boolean) => filled.filter(test).length / Math.max(1, filled.length)
  let type: Column['type'] = 'text'
  if (filled.length && share((cell) => !Number.isNaN(numberOf(cell))) >= 0.95) type = 'number'
  else if (distinct.size <= 2 && [...distinct].every((cell) => booleans.has(cell.toLowerCase())))
    type = 'boolean'
  else if (filled.length && share((cell) => date.test(cell)) >= 0.95) type = 'date'
  else if (
    distinct.size <= Math.max(10, Math.min(mostLevels, filled.length / 2)) &&
    filled.every((cell) => cell.length <= 100)
  )
    type = 'category'
  const missing =
    type === 'number'
      ? cells.filter((cell) => Number.isNaN(numberOf(cell))).length
      : cells.length - filled.length
  return {
    name,
    type,
    role: 'feature',
    missing,
    distinct: distinct.size,
    examples: [...distinct].slice(0, 5),
  }
}

function pickTarget(columns: Column[], options: ImportOptions): string {
  const asked = options.target ?? options.columns?.find(({ role }) => role === 'target')?.name
  const list = columns.map(({ name }) => name).join(', ')
  if (asked !== undefined) {
    if (columns.some(({ name }) => name === asked)) return asked
    throw new Fault('data.no-target', { column: asked, columns: list })
  }
  const named = targetNames.flatMap((name) => columns.filter((column) => column.name.toLowerCase() === name))
  if (named[0]) return named[0].name
  const last = columns.at(-1)
  const labels = last && (last.type === 'text' || last.type === 'date')
  const short = labels ? columns.find(({ type }) => type === 'category' || type === 'boolean') : undefined
  return (short ?? last)?.name ?? ''
}
