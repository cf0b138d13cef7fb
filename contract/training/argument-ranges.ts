import { z } from 'zod'

/** A setting of an optimizer or a loss, as Keras has it. */
export const Arguments = z.record(z.string(), z.union([z.number(), z.boolean(), z.null()]))

export interface Range {
  min: number
  max: number
  /** Neither end is a value that can be used. */
  open?: true
}

const share: Range = { min: 0, max: 1 }
const positive: Range = { min: 0, max: Number.MAX_VALUE, open: true }
const notNegative: Range = { min: 0, max: Number.MAX_VALUE }

/** Which numbers an argument of `keras.optimizers` or `keras.losses` takes, by its name; any finite one where nothing is said. */
const ranges: Record<string, Range> = {
  momentum: share,
  beta_1: share,
  beta_2: share,
  rho: share,
  epsilon: positive,
  weight_decay: notNegative,
  clipnorm: positive,
  clipvalue: positive,
  global_clipnorm: positive,
  ema_momentum: share,
  ema_overwrite_frequency: { min: 1, max: Number.MAX_VALUE },
  initial_accumulator_value: notNegative,
  learning_rate_power: { min: -Number.MAX_VALUE, max: 0 },
  l1_regularization_strength: notNegative,
  l2_regularization_strength: notNegative,
  l2_shrinkage_regularization_strength: notNegative,
  label_smoothing: share,
  gamma: notNegative,
  alpha: notNegative,
  beta: notNegative,
  delta: positive,
  q: { min: 0, max: 1, open: true },
  axis: { min: -1, max: -1 },
}
/** What an argument of a loss or an optimizer may be, by its Keras name; undefined where any number will do. */
export const rangeOf = (name: string): Range | undefined => ranges[name]

/** What is wrong with an argument; null where it can be used. `known`: all arguments there are, with their defaults. */
export function faultOf(
  known: z.infer<typeof Arguments>,
  name: string,
  value: number | boolean | null,
): 'unknown' | 'range' | null {
  const usual = known[name]
  if (usual === undefined) return 'unknown'
  if (value === null) return usual === null ? null : 'range'
  if (typeof usual === 'boolean' || typeof value === 'boolean')
    return typeof usual === typeof value ? null : 'range'
  const { min, max, open } = ranges[name] ?? { min: -Number.MAX_VALUE, max: Number.MAX_VALUE }
  const inside = open ? value > min && value < max : value >= min && value <= max
  return inside ? null : 'range'
}

/** What an argument may be, as a person would write it. */
export function rangeText(argument: string): string {
  const range = rangeOf(argument)
  if (!range) return 'a number'
  const { min, max, open } = range
  if (min === max) return `${min}`
  if (max === Number.MAX_VALUE) return open ? `> ${min}` : `≥ ${min}`
  if (min === -Number.MAX_VALUE) return `≤ ${max}`
  return open ? `> ${min}, < ${max}` : `${min} – ${max}`
}
