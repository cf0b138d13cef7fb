import { z } from 'zod'
import { dateParts } from '../../../contract/data/preprocessing.ts'

const named = { name: z.string() }

/** How one column becomes numbers, with what was learnt of it. */
export const ColumnStep = z.discriminatedUnion('kind', [
  z.object({
    ...named,
    kind: z.literal('number'),
    /** For what is missing. */
    fill: z.number(),
    /** Whether a second output says that it was missing. */
    indicator: z.boolean(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    log: z.boolean(),
    /** The last step: (x - centre) / scale. */
    centre: z.number(),
    scale: z.number(),
  }),
  z.object({
    ...named,
    kind: z.literal('one-hot'),
    /** One output a level, in this order; a level never seen becomes all zeros. */
    levels: z.array(z.string()),
    /** Levels that share one output behind those; without any there is no such output. */
    rare: z.array(z.string()),
    /** For what is missing; null: all zeros. */
    fill: z.string().nullable(),
  }),
  z.object({ ...named, kind: z.literal('ordinal'), levels: z.array(z.string()) }),
  z.object({ ...named, kind: z.literal('hash'), buckets: z.number() }),
  z.object({
    ...named,
    kind: z.literal('date'),
    order: z.enum(['day-first', 'month-first']),
    /** Cyclic: sine and cosine; else (x - centre) / scale. */
    parts: z.array(
      z.object({
        part: z.enum(dateParts),
        cyclic: z.boolean(),
        centre: z.number(),
        scale: z.number(),
      }),
    ),
  }),
  z.object({ ...named, kind: z.literal('boolean') }),
])
export type ColumnStep = z.infer<typeof ColumnStep>
export type NumberStep = Extract<ColumnStep, { kind: 'number' }>
export type DateStep = Extract<ColumnStep, { kind: 'date' }>

/** Number of inputs one column becomes. */
export function widthOf(step: ColumnStep): number {
  switch (step.kind) {
    case 'number':
      return step.indicator ? 2 : 1
    case 'one-hot':
      return step.levels.length + (step.rare.length ? 1 : 0)
    case 'hash':
      return step.buckets
    case 'date':
      return step.parts.reduce((sum, { cyclic }) => sum + (cyclic ? 2 : 1), 0)
    default:
      return 1
  }
}
