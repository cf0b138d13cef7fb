import type { TextStatistics } from '../../../../contract/data/profile.ts'
import { grouped } from '../grouped.ts'
import { summaryOf } from '../number-summary.ts'
import type { MeasuredText } from './read-texts.ts'

/** Sizes of a vocabulary that people choose. */
const sizes = [1000, 5000, 10_000, 20_000]
const mostShown = 30
/** The rarest words are forgotten beyond so many different ones. */
const mostCounted = 2_000_000

/** Counts words as texts are read, then says how long the texts are and how many words a vocabulary must know. */
export function countingWords() {
  const counts = new Map<string, number>()
  let words = 0
  return {
    count(tokens: string[]) {
      words += tokens.length
      for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1)
      if (counts.size > mostCounted)
        for (const [token, count] of counts) if (count === 1) counts.delete(token)
    },
    statistics(texts: MeasuredText[], classes: string[]): TextStatistics | null {
      const lengths = summaryOf(Float64Array.from(texts, ({ tokens }) => tokens))
      if (!lengths) return null
      const sorted = [...counts].sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1))
      const byClass = grouped(texts, ({ label }) => label)
      return {
        count: texts.length,
        lengths,
        words,
        vocabulary: counts.size,
        coverage: sizes.map((size) => ({
          size,
          share: sorted.slice(0, size).reduce((sum, [, count]) => sum + count, 0) / Math.max(1, words),
        })),
        top: sorted.slice(0, mostShown).map(([value, count]) => ({ value, count })),
        classes: classes.flatMap((name) => {
          const own = byClass.get(name)
          const summary = own && summaryOf(Float64Array.from(own, ({ tokens }) => tokens))
          return summary
            ? [{ name, count: summary.count, mean: summary.mean, median: summary.quantiles.q50 }]
            : []
        }),
      }
    },
  }
}
