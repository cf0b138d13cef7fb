import type { ImportOptions } from '../../../../contract/data/dataset.ts'
import { booleanWords, sql } from '../cells.ts'
import type { Duck } from '../duck.ts'
import { labelsIn } from '../table-rows.ts'
import { cell } from '../table-sql.ts'
import { askedTargets, pickTarget } from './pick-target.ts'
import type { ColumnProfile } from './profile-table.ts'

/** Several labels an item: the columns they stand in, what parts them in a cell, and all there are. */
export interface FoundLabels {
  targets: string[]
  separator: string | null
  classes: string[]
}

const listNames = /^(labels?|tags?|genres?|categories|topics?|keywords|emotions?|classes)$/i
const separators = ['|', ';', ',', ' ']
const mostLabels = 500

/**
 * Whether a row of `data` may have several labels: in columns of 0 and 1 (those that are asked for, or the last beside a text), or in one
 * cell, parted by | ; , or space. null where it has one, or a value. `beside`: the column that names what is labelled.
 */
export async function findLabels(
  duck: Duck,
  profiles: ColumnProfile[],
  options: ImportOptions,
  beside?: string,
): Promise<FoundLabels | null> {
  if (options.labels === 'one') return null
  const asked = askedTargets(
    options,
    profiles.map(({ column }) => column.name),
  )
  const flags = asked.length
    ? profiles.filter(({ column }) => asked.includes(column.name))
    : flagsBesideText(profiles, beside)
  if (flags.length > 1) {
    if (!flags.every(isFlag)) return null
    const names = flags.map(({ column }) => column.name)
    return { targets: names, separator: null, classes: names }
  }
  const columns = profiles.map(({ column }) => column).filter(({ name }) => name !== beside)
  const name =
    asked[0] ?? columns.find((column) => listNames.test(column.name))?.name ?? pickTarget(columns, options)
  const type = columns.find((column) => column.name === name)?.type
  const index = profiles.findIndex(({ column }) => column.name === name)
  if (type !== 'text' && type !== 'category') return null
  return separated(duck, name, index, profiles[index]?.values ?? null, options.labels === 'several')
}

/** A column of nothing but yes and no, or 0 and 1. */
function isFlag({ column, values }: ColumnProfile): boolean {
  const words = ['0', '1', '0.0', '1.0', ...booleanWords]
  const own = [...(values?.keys() ?? [])]
  return (
    own.length > 0 &&
    own.length <= 2 &&
    column.type !== 'text' &&
    own.every((one) => words.includes(one.toLowerCase()))
  )
}

/** The last columns where they are flags and nothing but texts and numbers of rows stand before them. */
function flagsBesideText(profiles: ColumnProfile[], beside: string | undefined): ColumnProfile[] {
  const first = profiles.findLastIndex((profile) => !isFlag(profile)) + 1
  const [before, flags] = [profiles.slice(0, first), profiles.slice(first)]
  const isText = ({ column }: ColumnProfile) => column.type === 'text' || column.name === beside
  const plain = before.some(isText) && before.every((profile) => isText(profile) || profile.unique)
  return plain && flags.length > 1 ? flags : []
}

async function separated(
  duck: Duck,
  name: string,
  index: number,
  values: ColumnProfile['values'],
  sure: boolean,
): Promise<FoundLabels | null> {
  const place = cell(index)
  const listed = sure || listNames.test(name)
  // To part every cell takes long: only by signs that enough of them hold.
  const holding = values ? shareHoldingOf(values) : await shareHolding(duck, place)
  for (const [at, separator] of separators.entries()) {
    const most = holding[at] ?? 0
    if (!(most > 0) || (!sure && most < (listed ? 0.02 : 0.1))) continue
    // Commas and spaces stand in single labels as well.
    if (!listed && (separator === ',' || separator === ' ')) continue
    const inCell = labelsIn(place, separator)
    const [[filled = 0, several = 0, all = 0, distinct = 0, longest = 0] = []] = await duck.rows(
      `SELECT any_value(filled), any_value(several), count(*), count(DISTINCT one), max(length(one)) FROM
       (SELECT unnest(own) AS one, filled, several FROM
        (SELECT ${inCell} AS own, count(*) OVER () AS filled, count(*) FILTER (len(${inCell}) > 1) OVER () AS several
         FROM data WHERE NOT (${sql.missing(place)})))`,
    )
    const [share, repeats] = [Number(several) / Number(filled), Number(all) / Number(distinct)]
    const likely = share >= (listed ? 0.02 : 0.1) && repeats >= 3 && Number(longest) <= 60
    if (!(sure ? Number(several) > 0 : likely) || Number(distinct) > mostLabels || Number(distinct) < 2)
      continue
    const found = await duck.rows(
      `SELECT DISTINCT unnest(${inCell}) AS one FROM data WHERE NOT (${sql.missing(place)}) ORDER BY one`,
    )
    return { targets: [name], separator, classes: found.map(([one]) => String(one)) }
  }
  return null
}

/** The share of the filled cells that holds each of the separators. */
async function shareHolding(duck: Duck, place: string): Promise<number[]> {
  const holds = separators.map((sign) => `count(*) FILTER (contains(${place}, '${sign}'))`)
  const [[rows = 0, ...holding] = []] = await duck.rows(
    `SELECT count(*), ${holds.join(', ')} FROM data WHERE NOT (${sql.missing(place)})`,
  )
  return holding.map((count) => Number(count) / Number(rows))
}

/** The same, told by the values and how often each comes. */
function shareHoldingOf(values: Map<string, number>): number[] {
  const sum = (sign: string) =>
    [...values].reduce((all, [value, count]) => all + (value.includes(sign) ? count : 0), 0)
  return separators.map((sign) => sum(sign) / sum(''))
}
