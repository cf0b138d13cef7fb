import { z } from 'zod'
import { ColumnRole, ColumnType } from './dataset.ts'

/** Counts of equal steps: `counts[i]` values lie in [edges[i], edges[i + 1]), in the last one also on its upper edge (numpy.histogram). */
export const Histogram = z.object({ edges: z.array(z.number()), counts: z.array(z.number()) })
export type Histogram = z.infer<typeof Histogram>

/** What lies far off by Tukey's rule (Exploratory Data Analysis, 1977): more than 1.5 interquartile ranges outside the quartiles. */
export const Outliers = z.object({
  /** The fences. */
  low: z.number(),
  high: z.number(),
  below: z.number(),
  above: z.number(),
  /** The furthest few, ascending. */
  examples: z.array(z.number()),
})

/** Numbers at a glance. Of dates they are milliseconds since 1970; of texts, lengths. */
export const NumberSummary = z.object({
  count: z.number(),
  min: z.number(),
  max: z.number(),
  mean: z.number(),
  /** Of the sample (n - 1), as pandas gives it; null of fewer than two. */
  std: z.number().nullable(),
  /** Linear between neighbours, as numpy.quantile. */
  quantiles: z.object({
    q01: z.number(),
    q05: z.number(),
    q25: z.number(),
    q50: z.number(),
    q75: z.number(),
    q95: z.number(),
    q99: z.number(),
  }),
  zeros: z.number(),
  histogram: Histogram,
  outliers: Outliers,
})
export type NumberSummary = z.infer<typeof NumberSummary>

export const ValueCount = z.object({ value: z.string(), count: z.number() })
export type ValueCount = z.infer<typeof ValueCount>

/** How much a column has to do with the target. */
export const Relation = z.object({
  /** Pearson's r; the correlation ratio eta; Cramér's V. */
  kind: z.enum(['correlation', 'correlation-ratio', 'cramers-v']),
  /** 0 nothing, 1 everything; a correlation has its sign. */
  strength: z.number(),
  /** Mean of a number for each class, or of the target for each value of a category. */
  groups: z.array(
    z.object({ name: z.string(), count: z.number(), mean: z.number(), std: z.number().nullable() }),
  ),
  /** Share of rows whose class this column alone would tell; null where there are no classes. */
  alone: z.number().nullable(),
  /** What naming the commonest class every time would tell. */
  baseline: z.number().nullable(),
})
export type Relation = z.infer<typeof Relation>

export const ColumnProfile = z.object({
  name: z.string(),
  type: ColumnType,
  role: ColumnRole,
  missing: z.number(),
  distinct: z.number(),
  numbers: NumberSummary.nullable(),
  /** The commonest values, where there are few enough to count them. */
  top: z.array(ValueCount),
  relation: Relation.nullable(),
})
export type ColumnProfile = z.infer<typeof ColumnProfile>

const three = z.array(z.number()).length(3)

/** Colours are red, green and blue from 0 to 255, measured on pictures reduced to at most 128 pixels a side. */
export const PictureStatistics = z.object({
  count: z.number(),
  /** Such as `640 × 480`, the commonest first. */
  sizes: z.array(ValueCount),
  widths: NumberSummary,
  heights: NumberSummary,
  /** Width by height. */
  aspects: NumberSummary,
  brightness: NumberSummary,
  /** Grey, colour, with transparency. */
  channels: z.array(z.object({ channels: z.number(), count: z.number() })),
  mean: three,
  std: three,
  classes: z.array(
    z.object({ name: z.string(), count: z.number(), mean: three, std: three, brightness: z.number() }),
  ),
})
export type PictureStatistics = z.infer<typeof PictureStatistics>

export const TextStatistics = z.object({
  count: z.number(),
  /** Words (tokens) of a text. */
  lengths: NumberSummary,
  words: z.number(),
  /** Different ones. */
  vocabulary: z.number(),
  /** What share of all words the commonest `size` of them are. */
  coverage: z.array(z.object({ size: z.number(), share: z.number() })),
  top: z.array(ValueCount),
  classes: z.array(z.object({ name: z.string(), count: z.number(), mean: z.number(), median: z.number() })),
})
export type TextStatistics = z.infer<typeof TextStatistics>
