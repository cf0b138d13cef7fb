import { z } from 'zod'

/** A column as pipelines of version 1 had it: standardised, one-hot, or yes and no. */
const Column = z.object({
  name: z.string(),
  type: z.string(),
  mean: z.number(),
  deviation: z.number(),
  levels: z.array(z.string()),
})
const Earlier = z.looseObject({
  version: z.literal(1),
  input: z.looseObject({ kind: z.string(), columns: z.array(Column).optional() }),
})

/** A stored pipeline in the form of today, meaning what it meant; what is not of an earlier form is given as it is. */
export function asToday(stored: unknown): unknown {
  const earlier = Earlier.safeParse(stored)
  if (!earlier.success) return stored
  const { input, ...rest } = earlier.data
  const columns = input.columns?.map(({ name, type, mean, deviation, levels }) =>
    type === 'category'
      ? { kind: 'one-hot', name, levels, rare: [], fill: null }
      : type === 'boolean'
        ? { kind: 'boolean', name }
        : {
            ...{ kind: 'number', name, fill: mean, indicator: false, low: null, high: null, log: false },
            ...{ centre: mean, scale: deviation },
          },
  )
  // Only time series had scaled labels: as the past of the target, which is the last column.
  const target = input.kind === 'series' ? input.columns?.at(-1) : undefined
  const label = { log: false, centre: target?.mean ?? 0, scale: target?.deviation ?? 1 }
  return { ...rest, version: 2, label, input: columns ? { ...input, columns } : input }
}
