import type { Dataset } from '../../../../contract/data/dataset.ts'
import type { ColumnProfile, Relation } from '../../../../contract/data/profile.ts'
import { sql } from '../../tables/cells.ts'
import type { Duck } from '../../tables/duck.ts'
import { usableRows } from '../../tables/table-rows.ts'
import { correlationRatio, cramersV } from './association.ts'
import type { MeasuredColumn } from './value-sql.ts'

/** Above this many rows, so many drawn at random tell what a column has to do with the target. */
const mostRelated = 200_000
const mostGroups = 30
/** Numbers with more different values are looked at in so many parts of equal size. */
const shares = 16

/** Says of each column but the target what it has to do with it. Gives the rows that were drawn, null where all were looked at. */
export async function relateColumns(
  duck: Duck,
  dataset: Dataset,
  columns: MeasuredColumn[],
  profiles: ColumnProfile[],
  rows: number,
): Promise<number | null> {
  const target = columns.find(({ column }) => column.role === 'target')
  // Several labels are no one thing to relate a column to.
  if (!target || dataset.task === 'multilabel') return null
  const usable = ['train', 'validation', 'test'].map((part) => `(${usableRows(dataset, part)})`)
  const drawn = rows > mostRelated ? `USING SAMPLE reservoir(${mostRelated} ROWS) REPEATABLE (1)` : ''
  const others = columns.flatMap((one, index) => {
    const profile = profiles[index] as ColumnProfile
    const byValue = one.column.type === 'category' || one.column.type === 'boolean'
    const numeric = one.column.type === 'number' || one.column.type === 'date'
    return one !== target && profile.distinct > 1 && (numeric || byValue)
      ? [{ one, profile, index, byValue }]
      : []
  })
  const select = others.map(({ one, index, byValue }) =>
    byValue ? `CASE WHEN ${one.there} THEN ${one.text} END AS x${index}` : `${one.value} AS x${index}`,
  )
  const regression = dataset.task === 'regression'
  const label = regression ? sql.number(target.text) : target.text
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE related AS SELECT ${[`(${label}) AS target`, ...select].join(', ')}
     FROM data WHERE ${usable.join(' OR ')} ${drawn}`,
  )
  for (const { profile, index, byValue } of others) {
    const x = `x${index}`
    profile.relation = regression
      ? byValue
        ? await valuesToNumber(duck, x)
        : await numberToNumber(duck, x)
      : byValue
        ? await valuesToClass(duck, x)
        : await numberToClass(duck, x, profile.distinct)
  }
  return drawn ? mostRelated : null
}

async function numberToNumber(duck: Duck, x: string): Promise<Relation | null> {
  const bounded = (name: string) => `CASE WHEN abs(${name}) < 1e150 THEN ${name} END`
  const [[r] = []] = await duck.rows(`SELECT corr(${bounded(x)}, ${bounded('target')}) FROM related`)
  const strength = Number(r)
  if (r === null || !Number.isFinite(strength)) return null
  return { kind: 'correlation', strength, groups: [], alone: null, baseline: null }
}

async function valuesToNumber(duck: Duck, x: string): Promise<Relation | null> {
  const groups = await meansBy(duck, 'target', x)
  return {
    kind: 'correlation-ratio',
    strength: correlationRatio(groups),
    groups: most(groups),
    alone: null,
    baseline: null,
  }
}

async function numberToClass(duck: Duck, x: string, distinct: number): Promise<Relation | null> {
  const groups = await meansBy(duck, x, 'target')
  const told = await tellsAlone(duck, distinct <= shares ? x : await sharesSql(duck, x))
  return { kind: 'correlation-ratio', strength: correlationRatio(groups), groups: most(groups), ...told }
}

async function valuesToClass(duck: Duck, x: string): Promise<Relation | null> {
  const table = await duck.rows(
    `SELECT ${x}, target, count(*) FROM related WHERE ${x} IS NOT NULL GROUP BY ALL`,
  )
  const strength = cramersV(
    table.map(([value, label, count]) => [String(value), String(label), Number(count)]),
  )
  return { kind: 'cramers-v', strength, groups: [], ...(await tellsAlone(duck, x)) }
}

async function meansBy(duck: Duck, value: string, by: string): Promise<Relation['groups']> {
  const bounded = `CASE WHEN abs(${value}) < 1e150 THEN ${value} END`
  const rows = await duck.rows(
    `SELECT ${by}, count(${bounded}), avg(${bounded}), stddev_samp(${bounded}) FROM related
     WHERE ${by} IS NOT NULL AND ${value} IS NOT NULL GROUP BY ALL ORDER BY ${by}`,
  )
  return rows.flatMap(([name, count, mean, std]) =>
    mean === null
      ? []
      : [
          {
            name: String(name),
            count: Number(count),
            mean: Number(mean),
            std: std === null ? null : Number(std),
          },
        ],
  )
}

const most = (groups: Relation['groups']) =>
  groups.length <= mostGroups ? groups : [...groups].sort((a, b) => b.count - a.count).slice(0, mostGroups)

/** In which of `shares` parts of equal size a number lies. */
async function sharesSql(duck: Duck, x: string): Promise<string> {
  const at = Array.from({ length: shares - 1 }, (_, index) => (index + 1) / shares)
  const [edges = []] = await duck.rows(
    `SELECT ${at.map((share) => `quantile_cont(${x}, ${share})`).join(', ')} FROM related`,
  )
  const different = [...new Set(edges.filter((edge) => edge !== null).map(Number))]
  return different.length ? different.map((edge) => `(${x} > ${edge})::INTEGER`).join(' + ') : x
}

/** How many rows would be told right by the commonest class of those with the same value; what is missing is a value too. */
async function tellsAlone(
  duck: Duck,
  by: string,
): Promise<{ alone: number | null; baseline: number | null }> {
  const [[right, all, common] = []] = await duck.rows(
    `WITH counted AS (SELECT ${by} AS value, target, count(*) AS many FROM related GROUP BY ALL)
     SELECT (SELECT sum(most) FROM (SELECT max(many) AS most FROM counted GROUP BY value))::DOUBLE,
       (SELECT sum(many) FROM counted)::DOUBLE,
       (SELECT max(many) FROM (SELECT sum(many) AS many FROM counted GROUP BY target))::DOUBLE`,
  )
  if (!Number(all)) return { alone: null, baseline: null }
  return { alone: Number(right) / Number(all), baseline: Number(common) / Number(all) }
}
