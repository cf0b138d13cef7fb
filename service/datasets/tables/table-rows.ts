import type { Dataset } from '../../../contract/data/dataset.ts'
import { Fault } from '../../../contract/failure.ts'
import { sql } from './cells.ts'
import { quote } from './duck.ts'
import { cell } from './table-sql.ts'

/** What says which columns of a table are asked for, and as what. */
export type Targets = Pick<Dataset, 'columns' | 'task' | 'classes' | 'labels'>

/** Names of the columns that are to be predicted. */
export const targetNames = ({ columns }: Pick<Dataset, 'columns'>): string[] =>
  columns.filter(({ role }) => role === 'target').map(({ name }) => name)

/** Which rows of `data` are worked on, in SQL: to train on, a row needs its targets. */
export function usableRows(dataset: Targets, part: string): string {
  return part === 'predict' ? 'true' : `part = '${part}' AND ${hasTargets(dataset)}`
}

/** Whether a row has its targets, in SQL. A cell of several labels may be empty: it has none of them. */
export function hasTargets(dataset: Targets): string {
  const { task, labels } = dataset
  if (typeof labels?.separator === 'string') return 'true'
  const there = (name: string) =>
    task === 'regression' ? `(${sql.number(name)}) IS NOT NULL` : `NOT (${sql.missing(name)})`
  return targetNames(dataset)
    .map((name) => `(${there(place(dataset, name))})`)
    .join(' AND ')
}

/**
 * A row's label in SQL: its values as DOUBLE, or its class's place in the classes of the data as INTEGER, -1 where it is none; 1 or 0 as INTEGER for
 * each of `classes` where it may have several.
 * @throws Fault `data.class-unknown`
 */
export function labelSql(dataset: Targets, classes: string[]): string[] {
  if (dataset.task === 'multilabel') return classes.map((name) => hasLabel(dataset, name))
  const places = targetNames(dataset).map((name) => place(dataset, name))
  if (dataset.task === 'regression') return places.map(sql.number)
  return [`(coalesce(list_position(${sql.list(dataset.classes)}, ${places[0]}), 0) - 1)::INTEGER`]
}

/** Whether a row has one of several labels: 1 or 0 in SQL. @throws Fault `data.class-unknown` */
export function hasLabel(dataset: Targets, label: string): string {
  const names = targetNames(dataset)
  if (typeof dataset.labels?.separator === 'string')
    return `list_contains(${labelsIn(place(dataset, names[0] ?? ''), dataset.labels.separator)}, ${quote(label)})::INTEGER`
  if (!names.includes(label))
    throw new Fault('data.class-unknown', { class: label, classes: names.join(', ') })
  const own = place(dataset, label)
  return `(CASE WHEN ${sql.isTrue(own)} OR (${sql.number(own)}) = 1 THEN 1 ELSE 0 END)::INTEGER`
}

/** The labels in a cell, in SQL: a list of texts without space around them. */
export const labelsIn = (name: string, separator: string) =>
  `list_filter(list_transform(string_split(${name}, ${quote(separator)}), lambda one: trim(one)), lambda one: one <> '')`

const place = ({ columns }: Pick<Dataset, 'columns'>, name: string) =>
  cell(columns.findIndex((column) => column.name === name))
