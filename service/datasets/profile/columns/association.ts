import type { Relation } from '../../../../contract/data/profile.ts'

/**
 * The correlation ratio eta (Fisher 1925, Statistical Methods for Research Workers): the square root of the share of the variance that lies
 * between the groups. 0 where nothing varies.
 */
export function correlationRatio(groups: Relation['groups']): number {
  const count = groups.reduce((sum, group) => sum + group.count, 0)
  const mean = groups.reduce((sum, group) => sum + group.count * group.mean, 0) / Math.max(1, count)
  const between = groups.reduce((sum, group) => sum + group.count * (group.mean - mean) ** 2, 0)
  const within = groups.reduce((sum, group) => sum + Math.max(0, group.count - 1) * (group.std ?? 0) ** 2, 0)
  return between + within > 0 ? Math.sqrt(between / (between + within)) : 0
}

/** Cramér's V (Mathematical Methods of Statistics, 1946) of counts of pairs, without correction: scipy.stats.contingency.association. */
export function cramersV(pairs: [row: string, column: string, count: number][]): number {
  const rows = new Map<string, number>()
  const columns = new Map<string, number>()
  let all = 0
  for (const [row, column, count] of pairs) {
    rows.set(row, (rows.get(row) ?? 0) + count)
    columns.set(column, (columns.get(column) ?? 0) + count)
    all += count
  }
  const least = Math.min(rows.size, columns.size) - 1
  if (least < 1) return 0
  // Pearson's chi-squared is the sum of observed² / expected, less n: pairs that never come add nothing to that sum.
  const sum = pairs.reduce(
    (so, [row, column, count]) =>
      so + count ** 2 / (((rows.get(row) ?? 0) * (columns.get(column) ?? 0)) / all),
    0,
  )
  return Math.sqrt(Math.max(0, sum - all) / all / least)
}
