import { z } from 'zod'

const whole = z.number().int().min(1).max(100_000)

/** How windows are cut out of a time series: the arguments of `keras.utils.timeseries_dataset_from_array`, by their names, and what it leaves to its user. */
export const SeriesOptions = z.object({
  /** Steps of a window, unless the model's Input says otherwise. */
  sequenceLength: whole.optional(),
  /** Rows from the beginning of one window to that of the next. */
  sequenceStride: whole.optional(),
  /** Rows from one step of a window to the next. */
  samplingRate: whole.optional(),
  /** How many steps ahead are forecast: an output each. */
  horizon: z.number().int().min(1).max(1000).optional(),
  /** Whether rows are taken to follow one another where time is missing between them. */
  acrossGaps: z.boolean().optional(),
})
export type SeriesOptions = z.infer<typeof SeriesOptions>

/** What makes a table a time series: its rows follow one another in time. */
export const Series = z.object({
  /** Name of the column that holds the time of each row. */
  date: z.string(),
  /** Milliseconds from row to row: the median. */
  step: z.number(),
  /** Places where at least half a step too much passes. */
  gaps: z.number(),
  /** Steps a forecast looks back on, unless the model says otherwise: a year of months, else 24. */
  window: z.number(),
  sequenceStride: z.number().default(1),
  samplingRate: z.number().default(1),
  /** Steps ahead that are forecast. */
  horizon: z.number().default(1),
  /** Windows reach over gaps. */
  acrossGaps: z.boolean().default(false),
})
export type Series = z.infer<typeof Series>
