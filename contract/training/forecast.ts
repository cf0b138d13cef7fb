import { z } from 'zod'

const values = z.array(z.number().nullable())

/** What a run forecasts of rows that it did not learn from, beside what came. Rows follow one another in time. */
export const Forecast = z.object({
  /** Name of the column of time, and of what is forecast. */
  date: z.string(),
  targets: z.array(z.string()),
  /** Windows that were asked, the first of those held out; `of`: held out in all. */
  windows: z.number(),
  of: z.number(),
  /** The time of each row as written. */
  times: z.array(z.string()),
  /** What came: of each target its values, row by row; null where there is none. */
  truth: z.array(values),
  /** What was told: of each step ahead, of each target, row by row; null where no window asks for the row. */
  told: z.array(z.array(values)),
})
export type Forecast = z.infer<typeof Forecast>
