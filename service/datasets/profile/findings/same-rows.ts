import type { Dataset, PartName } from '../../../../contract/data/dataset.ts'
import { type ItemKey, rowKey } from '../../../../contract/data/excluded.ts'
import type { FindingAct, FindingCode, FindingItem } from '../../../../contract/data/findings.ts'
import { sql } from '../../tables/cells.ts'
import type { Duck } from '../../tables/duck.ts'
import { cell } from '../../tables/table-sql.ts'
import { grouped } from '../grouped.ts'
import { type Found, finding, mostGroups, mostOfGroup } from './found.ts'

/**
 * Rows of `kept` that come more than once: as `sameItems` for items. A column that only numbers the rows does not make two of them
 * different. Rows are compared by 64 bits of their cells: among five million, two that differ are taken for the same once in a million tables.
 */
export async function sameRows(duck: Duck, dataset: Dataset): Promise<Found[]> {
  // Rows of a time series follow one another; that two have the same values means nothing.
  if (dataset.series) return []
  const numbering = new Set(
    dataset.warnings.filter(({ code }) => code === 'id-column').map(({ values }) => values.column),
  )
  const target = dataset.columns.findIndex(({ role }) => role === 'target')
  const features = dataset.columns.flatMap(({ name }, index) =>
    index !== target && !numbering.has(name) ? [cell(index)] : [],
  )
  if (!features.length) return []
  const label = target < 0 ? "''" : cell(target)
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE same AS SELECT part, row::INTEGER AS row, hash(${features.join(', ')}) AS f,
       hash(${label}) AS t, ${target < 0 ? 'true' : `NOT (${sql.missing(label)})`} AS known FROM kept`,
  )
  const leaks = `SELECT f FROM same GROUP BY f HAVING bool_or(part = 'train') AND bool_or(part <> 'train')`
  const conflicts = 'SELECT f FROM same WHERE known GROUP BY f HAVING count(DISTINCT t) > 1'
  const again = 'SELECT f FROM same GROUP BY part, f, t HAVING count(*) > 1'
  const extra = `SELECT part, row, f FROM same QUALIFY row_number() OVER (PARTITION BY part, f, t ORDER BY row) > 1`
  return [
    ...(await about(
      duck,
      'leak',
      leaks,
      `SELECT part, row, f FROM same WHERE part = 'train' AND f IN (${leaks})`,
      'exclude-train',
    )),
    ...(dataset.task === 'classification'
      ? await about(
          duck,
          'conflict',
          conflicts,
          `SELECT part, row, f FROM same WHERE f IN (${conflicts})`,
          'exclude-all',
        )
      : []),
    ...(await about(duck, 'duplicates', again, extra, 'exclude-extra')),
  ]
}

async function about(
  duck: Duck,
  code: FindingCode,
  groups: string,
  left: string,
  act: FindingAct,
): Promise<Found[]> {
  const [[count, of] = []] = await duck.rows(`SELECT count(*)::INT, count(DISTINCT f)::INT FROM (${left})`)
  if (!Number(count)) return []
  const examples = await duck.rows(
    `SELECT f, part, row FROM same WHERE f IN (SELECT f FROM same WHERE f IN (${groups}) GROUP BY f ORDER BY min(row) LIMIT ${mostGroups})
     QUALIFY row_number() OVER (PARTITION BY f ORDER BY part, row) <= ${mostOfGroup} ORDER BY f, part, row`,
  )
  const byGroup = grouped(examples, ([f]) => String(f))
  const items = [...byGroup.values()].map((rows) =>
    rows.map(([, part, row]) => bare(String(part), Number(row))),
  )
  items.sort((a, b) => Number(a[0]?.name) - Number(b[0]?.name))
  return [
    {
      finding: finding(code, Number(count), { values: { groups: Number(of) }, groups: items, acts: [act] }),
      items: () => keysOf(duck, left),
    },
  ]
}

/** The keys of the rows that a query gives as `part` and `row`. */
export async function keysOf(duck: Duck, query: string): Promise<ItemKey[]> {
  const keys: ItemKey[] = []
  for await (const chunk of duck.chunks(`SELECT part, row FROM (${query})`))
    for (const [part, row] of chunk.getRows()) keys.push(rowKey(String(part), Number(row)))
  return keys
}

/** An example whose cells are not read yet. */
export const bare = (part: string, row: number): FindingItem => ({
  key: rowKey(part, row),
  part: part as PartName,
  label: '',
  name: String(row + 1),
  cells: [],
})

/** Reads the cells of all examples at once. */
export async function fillCells(duck: Duck, dataset: Dataset, found: Found[]): Promise<void> {
  const items = found.flatMap(({ finding }) => finding.groups.flat())
  if (!items.length) return
  const wanted = [...grouped(items, ({ part }) => part)].map(
    ([part, own]) => `(part = '${part}' AND row IN (${own.map(({ name }) => Number(name) - 1).join(', ')}))`,
  )
  const cells = dataset.columns.map((_, index) => cell(index)).join(', ')
  const rows = await duck.rows(`SELECT part, row, ${cells} FROM kept WHERE ${wanted.join(' OR ')}`)
  const target = dataset.columns.findIndex(({ role }) => role === 'target')
  const read = new Map(
    rows.map(([part, row, ...own]) => [rowKey(String(part), Number(row)), own.map(String)]),
  )
  for (const item of items) {
    item.cells = (read.get(item.key) ?? []).map((one) => one.slice(0, 200))
    item.label = item.cells[target] ?? ''
  }
}
