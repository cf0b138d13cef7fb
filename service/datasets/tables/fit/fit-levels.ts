import type { OneHotRecipe } from '../../../../contract/data/preprocessing.ts'
import { sql } from '../cells.ts'
import type { Duck } from '../duck.ts'

/**
 * Which levels have an output of their own and which share one, by scikit-learn's rules for min_frequency and
 * max_categories. They are counted over all rows of `where`, held out or not: how wide a model's Input is must not depend
 * on which rows a run holds out.
 */
export async function splitLevels(
  duck: Duck,
  cell: string,
  where: string,
  levels: string[],
  { minFrequency, maxLevels }: OneHotRecipe,
): Promise<{ levels: string[]; rare: string[] }> {
  if (minFrequency === null && (maxLevels === null || levels.length <= maxLevels)) return { levels, rare: [] }
  const counts = new Map<string, number>()
  for (const [level, count] of await duck.rows(
    `SELECT ${cell}, count(*)::DOUBLE FROM data WHERE ${where} AND NOT (${sql.missing(cell)}) GROUP BY 1`,
  ))
    counts.set(String(level), Number(count))
  const many = (level: string) => counts.get(level) ?? 0
  const rare = new Set(levels.filter((level) => many(level) < (minFrequency ?? 0)))
  const outputs = levels.length - rare.size + (rare.size ? 1 : 0)
  if (maxLevels !== null && maxLevels < outputs) {
    // The commonest stay; of equally common ones those whose names come first.
    const order = levels.filter((level) => !rare.has(level)).sort((a, b) => many(b) - many(a))
    for (const level of order.slice(maxLevels - 1)) rare.add(level)
  }
  return {
    levels: levels.filter((level) => !rare.has(level)),
    rare: levels.filter((level) => rare.has(level)),
  }
}

/** The commonest level of `fit`; of equally common ones the first by name, as scikit-learn's SimpleImputer has it. */
export async function commonestLevel(duck: Duck, cell: string): Promise<string | null> {
  const [[level] = []] = await duck.rows(
    `SELECT ${cell} FROM fit WHERE NOT (${sql.missing(cell)}) GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`,
  )
  return level === undefined ? null : String(level)
}

/** Every value of a column, over all parts, sorted. */
export async function allLevels(duck: Duck, cell: string): Promise<string[]> {
  const rows = await duck.rows(`SELECT DISTINCT ${cell} FROM data WHERE NOT (${sql.missing(cell)})`)
  return rows.map(([level]) => String(level)).sort()
}
