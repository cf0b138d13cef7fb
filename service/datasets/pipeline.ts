import { z } from 'zod'
import { ColumnType } from '../../contract/dataset.ts'

/** How one column becomes numbers. */
export const ColumnStep = z.object({
  name: z.string(),
  type: ColumnType,
  /** Of the training rows: fills what is missing, and standardises. 0 and 1 for what is not a number. */
  mean: z.number(),
  deviation: z.number(),
  /** One output a level, in this order; a level never seen becomes all zeros. */
  levels: z.array(z.string()),
})
export type ColumnStep = z.infer<typeof ColumnStep>

/** How data becomes what the model reads: kept with a run, and replayed on everything it is later asked about. */
export const Pipeline = z.object({
  version: z.literal(1),
  /** sha256 of the data set it was fitted on. */
  digest: z.string(),
  task: z.enum(['classification', 'regression']),
  classes: z.array(z.string()),
  /** Name of the target column; null for pictures. */
  target: z.string().nullable(),
  input: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('image'),
      height: z.number(),
      width: z.number(),
      channels: z.number(),
      /** The model's own shape without the items axis, such as [784] for a flat one. */
      shape: z.array(z.number()),
    }),
    z.object({
      kind: z.literal('text'),
      /** Name of the column that is read; null for text files. */
      column: z.string().nullable(),
      /** The first has the number 2: 0 pads, 1 is every other word. */
      vocabulary: z.array(z.string()),
      segment: z.enum(['whitespace', 'words']),
      padding: z.enum(['pre', 'post']),
      /** [tokens] */
      shape: z.array(z.number()),
    }),
    z.object({
      kind: z.literal('series'),
      /** Name of the column that tells the time. */
      date: z.string(),
      /** What each step of a window gives; the last is the target, whose scale the labels have too. */
      columns: z.array(ColumnStep),
      /** [steps, inputs a step] */
      shape: z.array(z.number()),
    }),
    z.object({ kind: z.literal('table'), columns: z.array(ColumnStep), shape: z.array(z.number()) }),
  ]),
})
export type Pipeline = z.infer<typeof Pipeline>

/** The scale of the labels: standardised in a time series, as they are elsewhere. */
export function labelScale({ input }: Pick<Pipeline, 'input'>): { mean: number; deviation: number } {
  const target = input.kind === 'series' ? input.columns.at(-1) : undefined
  return { mean: target?.mean ?? 0, deviation: target?.deviation ?? 1 }
}

/** Number of inputs one column becomes. */
export function widthOf(step: Pick<ColumnStep, 'type' | 'levels'>): number {
  return step.type === 'category' ? step.levels.length : 1
}
