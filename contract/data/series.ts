import { z } from 'zod'

const whole = z.number().int().min(1).max(100_000)

/** How windows are cut out of a time series: the arguments of `keras.utils.timeseries_dataset_from_array`, by their names, and what it leaves to its user. */
export const SeriesOptions = z.object({
  /** Name of the column that holds the time; the first one whose rows ascend, where nothing is said. */
  date: z.string().optional(),
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

/** What a person chooses of a time series once it is imported. `targets`: what is forecast; as before, where nothing is said. */
export const SeriesChoice = z.object({
  series: SeriesOptions.default({}),
  targets: z.array(z.string()).min(1).max(100).optional(),
})
export type SeriesChoice = z.infer<typeof SeriesChoice>

/** What a choice comes to, and one of its windows on the rows that it is cut out of. */
export const SeriesPreview = z.object({
  series: Series,
  targets: z.array(z.string()),
  /** Windows of the train part, out of its first `rows` rows; `of`: rows there are. */
  windows: z.number(),
  rows: z.number(),
  of: z.number(),
  /** Which window is shown, from 0. */
  at: z.number(),
  /** The rows around it: number of the first, from 0, their times as written, and of each target its values. */
  from: z.number(),
  times: z.array(z.string()),
  values: z.array(z.array(z.number().nullable())),
  /** Numbers of the rows that it reads and of those whose values it asks for; then the same of the next window, if there is one. */
  shown: z.array(z.object({ reads: z.array(z.number()), asks: z.array(z.number()) })),
})
export type SeriesPreview = z.infer<typeof SeriesPreview>
