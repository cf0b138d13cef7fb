import type { Dataset, PartSummary } from '../../../contract/dataset.ts'
import { partOrder } from '../parts.ts'
import { sql } from './cells.ts'
import type { Duck } from './duck.ts'
import { cell } from './table-sql.ts'

/** Rows and classes of each part of `data`, whose target is the column `at`; rows without their target are not counted. */
export async function countParts(
  duck: Duck,
  at: number,
  { task, classes }: Pick<Dataset, 'task' | 'classes'>,
): Promise<PartSummary[]> {
  const name = cell(at)
  const usable = task === 'regression' ? `(${sql.number(name)}) IS NOT NULL` : `NOT (${sql.missing(name)})`
  const label = task === 'regression' ? `''` : name
  const counted = await duck.rows(
    `SELECT part, ${label}, count(*)::INT FROM data WHERE ${usable} GROUP BY ALL`,
  )
  return partOrder.flatMap((part) => {
    const own = counted.filter(([of]) => of === part)
    if (!own.length) return []
    const counts = new Map(own.map(([, value, count]) => [String(value), Number(count)]))
    const items = own.reduce((sum, [, , count]) => sum + Number(count), 0)
    return [{ part, items, classes: classes.map((name) => ({ name, count: counts.get(name) ?? 0 })) }]
  })
}
