import type { Dataset } from '../../../contract/dataset.ts'
import { sql } from './cells.ts'
import { cell } from './table-sql.ts'

/** Which rows of `data` are worked on, in SQL: to train on, a row needs its target. */
export function usableRows(dataset: Dataset, target: string | null, part: string): string {
  if (part === 'predict') return 'true'
  const at = cell(dataset.columns.findIndex(({ name }) => name === target))
  const there = dataset.task === 'regression' ? `(${sql.number(at)}) IS NOT NULL` : `NOT (${sql.missing(at)})`
  return `part = '${part}' AND ${there}`
}

/** A row's label in SQL: its value as DOUBLE, or its class's place in `classes` as INTEGER, -1 where it is none. */
export function labelSql(dataset: Dataset, target: string | null): string {
  const at = cell(dataset.columns.findIndex(({ name }) => name === target))
  if (dataset.task === 'regression') return sql.number(at)
  return `(coalesce(list_position(${sql.list(dataset.classes)}, ${at}), 0) - 1)::INTEGER`
}
