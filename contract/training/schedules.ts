import { z } from 'zod'

/** Steps over which the rate falls. null: all steps of the run. */
const decaySteps = z.number().int().min(1).nullable().default(null)
const staircase = z.boolean().default(false)

/**
 * The schedules of `keras.optimizers.schedules`, by Keras's names and defaults. The learning rate of the settings is where they
 * begin (`initial_learning_rate`), but for PiecewiseConstantDecay, which has values of its own.
 */
export const LearningRateSchedule = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ExponentialDecay'),
    decay_steps: decaySteps,
    decay_rate: z.number().positive().default(0.96),
    staircase,
  }),
  z
    .object({
      kind: z.literal('PiecewiseConstantDecay'),
      /** Steps, rising: up to and with each of them its value holds. */
      boundaries: z.array(z.number().int().min(0)).min(1),
      /** One more than there are boundaries. */
      values: z.array(z.number().positive()).min(2),
    })
    .refine(({ boundaries, values }) => values.length === boundaries.length + 1, {
      message: 'needs one value more than boundaries',
    }),
  z.object({
    kind: z.literal('PolynomialDecay'),
    decay_steps: decaySteps,
    end_learning_rate: z.number().min(0).default(1e-4),
    power: z.number().positive().default(1),
    cycle: z.boolean().default(false),
  }),
  z.object({
    kind: z.literal('InverseTimeDecay'),
    decay_steps: decaySteps,
    decay_rate: z.number().positive().default(0.5),
    staircase,
  }),
  z.object({
    kind: z.literal('CosineDecay'),
    decay_steps: decaySteps,
    /** Share of the initial rate that is left at the end. */
    alpha: z.number().min(0).max(1).default(0),
    /** Where the rate rises to in the first `warmup_steps`; null: no warmup. */
    warmup_target: z.number().positive().nullable().default(null),
    warmup_steps: z.number().int().min(0).default(0),
  }),
  z.object({
    kind: z.literal('CosineDecayRestarts'),
    first_decay_steps: decaySteps,
    t_mul: z.number().positive().default(2),
    m_mul: z.number().positive().default(1),
    alpha: z.number().min(0).max(1).default(0),
  }),
])
export type LearningRateSchedule = z.infer<typeof LearningRateSchedule>
/** The schedules by their Keras names. */
export const scheduleKinds = LearningRateSchedule.options.map(({ shape }) => shape.kind.value)
