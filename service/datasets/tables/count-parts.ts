import type { PartSummary } from '../../../contract/data/dataset.ts'
import { partOrder } from '../import/parts.ts'
import type { Duck } from './duck.ts'
import { hasLabel, hasTargets, type Targets, targetNames } from './table-rows.ts'
import { cell } from './table-sql.ts'

/** Rows and classes of each part of `data`; rows without their targets are not counted, and a row counts for each of its labels. */
export async function countParts(duck: Duck, dataset: Targets): Promise<PartSummary[]> {
  if (dataset.task === 'multilabel') return countLabels(duck, dataset)
  const { columns, task, classes } = dataset
  const [target] = targetNames(dataset)
  const label = task === 'regression' ? `''` : cell(columns.findIndex(({ name }) => name === target))
  const counted = await duck.rows(
    `SELECT part, ${label}, count(*)::INT FROM data WHERE ${hasTargets(dataset)} GROUP BY ALL`,
  )
  return partOrder.flatMap((part) => {
    const own = counted.filter(([of]) => of === part)
    if (!own.length) return []
    const counts = new Map(own.map(([, value, count]) => [String(value), Number(count)]))
    const items = own.reduce((sum, [, , count]) => sum + Number(count), 0)
    return [{ part, items, classes: classes.map((name) => ({ name, count: counts.get(name) ?? 0 })) }]
  })
}

async function countLabels(duck: Duck, dataset: Targets): Promise<PartSummary[]> {
  const sums = dataset.classes.map((name) => `sum(${hasLabel(dataset, name)})::INT`)
  const counted = await duck.rows(
    `SELECT part, count(*)::INT, ${sums.join(', ')} FROM data WHERE ${hasTargets(dataset)} GROUP BY part`,
  )
  return partOrder.flatMap((part) => {
    const [, items, ...counts] = counted.find(([of]) => of === part) ?? []
    if (!items) return []
    const classes = dataset.classes.map((name, at) => ({ name, count: Number(counts[at]) }))
    return [{ part, items: Number(items), classes }]
  })
}
