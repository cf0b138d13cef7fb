import type { ColumnProfile } from '../../../../contract/data/profile.ts'
import type { Duck } from '../../tables/duck.ts'
import type { MeasuredColumn } from '../columns/value-sql.ts'
import { type Found, finding } from './found.ts'
import { bare, keysOf } from './same-rows.ts'

/** A column that is missing so often tells little. */
const muchMissing = 0.4
/** A column alone that tells so many classes is likely to have been made of them. */
const tellsAll = 0.995
const correlatesFully = 0.999
const fewestRows = 30

/** What is wrong with single columns that a model would read. `measured`: of the same columns, in SQL over `kept`. */
export async function inColumns(
  duck: Duck,
  profiles: ColumnProfile[],
  measured: MeasuredColumn[],
  rows: number,
): Promise<Found[]> {
  const found: Found[] = []
  const say = (code: Parameters<typeof finding>[0], column: string, count: number, values = {}) =>
    found.push({
      finding: finding(code, count, {
        about: column,
        values: { column, ...values },
        acts: ['ignore-column'],
      }),
      items: () => [],
    })
  for (const profile of profiles) {
    const { name, role, distinct, missing, relation, type } = profile
    if (role !== 'feature') continue
    if (distinct <= 1) say('constant-column', name, rows)
    else if (missing >= muchMissing * rows)
      say('missing-column', name, missing, { percent: percent(missing / rows) })
    if (type === 'category' && rows >= fewestRows && distinct > 0.9 * (rows - missing))
      say('unique-column', name, distinct)
    if (relation && rows >= fewestRows && tells(profile, rows))
      say('target-leak', name, rows, { percent: percent(Math.abs(relation.alone ?? relation.strength)) })
  }
  return [...found, ...(await outliers(duck, profiles, measured))]
}

const percent = (share: number) => Math.floor(share * 1000) / 10

function tells({ relation, distinct, type }: ColumnProfile, rows: number): boolean {
  if (!relation) return false
  if (relation.alone === null || relation.baseline === null)
    return relation.kind === 'correlation' && Math.abs(relation.strength) >= correlatesFully
  // Of many values with few rows each the commonest class is right by chance.
  if (type !== 'number' && type !== 'date' && distinct * 5 > rows) return false
  return relation.alone >= tellsAll && relation.baseline <= 0.95
}

/** Features with values beyond Tukey's outer fences, three interquartile ranges off; all beyond the inner ones are counted. */
async function outliers(duck: Duck, profiles: ColumnProfile[], measured: MeasuredColumn[]): Promise<Found[]> {
  const far = profiles.flatMap((profile, index) => {
    const { numbers, role, type } = profile
    if (!numbers || role !== 'feature' || type !== 'number') return []
    const { q25, q75 } = numbers.quantiles
    const reach = 3 * (q75 - q25)
    const wide = reach > 0 && (numbers.min < q25 - reach || numbers.max > q75 + reach)
    const { value } = measured[index] as MeasuredColumn
    const { low, high } = numbers.outliers
    return wide ? [{ profile, numbers, value, outside: `${value} < ${low} OR ${value} > ${high}` }] : []
  })
  if (!far.length) return []
  const furthest = far.map(
    ({ value, outside, numbers }) =>
      `max_by(part || '#' || row, abs(${value} - (${numbers.quantiles.q50})), 8) FILTER (${outside})`,
  )
  const [examples = []] = await duck.rows(`SELECT ${furthest.join(', ')} FROM kept`)
  return far.map(({ profile: { name }, numbers, outside }, at) => {
    const keys = ((examples[at] as { items: unknown[] } | null)?.items ?? []).map((key) =>
      String(key).split('#'),
    )
    const { below, above, low, high } = numbers.outliers
    return {
      finding: finding('outliers', below + above, {
        about: name,
        values: { column: name, low, high, below, above },
        groups: [keys.map(([part = '', row]) => bare(part, Number(row)))],
        acts: ['exclude-train', 'ignore-column'],
      }),
      items: () => keysOf(duck, `SELECT part, row FROM kept WHERE part = 'train' AND (${outside})`),
    }
  })
}
