import { z } from 'zod'

/** A column of a table and the numbers it becomes, by name: `colour = red`, `age`, `age missing`. */
export const PreparedColumn = z.object({ name: z.string(), outputs: z.array(z.string()) })

/** A row: its cells as written, in the order of `columns`, and the numbers of each. */
export const PreparedRow = z.object({
  before: z.array(z.string()),
  after: z.array(z.array(z.number())),
  target: z.object({ before: z.string(), after: z.number() }).nullable(),
})

/** A text, its first tokens with their numbers, and how many there are. */
export const PreparedText = z.object({
  before: z.string(),
  tokens: z.array(z.object({ text: z.string(), number: z.number() })),
  count: z.number(),
})

/** A picture as it is and as the model sees it, and the least and greatest value of each channel. */
export const PreparedPicture = z.object({
  label: z.string(),
  before: z.string(),
  after: z.string(),
  least: z.array(z.number()),
  greatest: z.array(z.number()),
})

/** What a recipe and a split would make of a data set, shown on real items. */
export const Preview = z.object({
  /** What the model's Input would be, without the items axis. */
  shape: z.array(z.number()),
  /** Items of each side; of the classes by name. */
  sides: z.array(
    z.object({
      side: z.enum(['train', 'validation', 'test']),
      items: z.number(),
      classes: z.array(z.number()),
    }),
  ),
  classes: z.array(z.string()),
  /** Items that it was learnt from, and how many the train part has: of very many only the first are looked at. */
  seen: z.number(),
  of: z.number(),
  columns: z.array(PreparedColumn),
  rows: z.array(PreparedRow),
  texts: z.array(PreparedText),
  pictures: z.array(PreparedPicture),
})
export type Preview = z.infer<typeof Preview>
