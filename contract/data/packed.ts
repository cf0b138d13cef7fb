import { z } from 'zod'
import { TrainedTask } from './learning-task.ts'

/**
 * Prepared data on disk: a folder with `packed.json` and raw little-endian, row-major files.
 * The service decodes, resizes and encodes into it; the engine only reads it, a batch at a time.
 */
export const PackedTensor = z.object({
  name: z.string(),
  file: z.string(),
  dtype: z.enum(['uint8', 'int32', 'float32']),
  /** Without the items axis. */
  shape: z.array(z.number()),
  /** Rows, columns and channels of a picture, where `shape` does not tell: a model may read it as one long row. */
  picture: z.array(z.number()).optional(),
  /** Multiplied onto each value when it becomes float32 (1/255 for pictures). */
  scale: z.number(),
  /** Then, by the last axis: x * scale + offset. Of pictures, after whatever changes them. */
  normalised: z
    .object({ scale: z.array(z.number()), offset: z.array(z.number()) })
    .nullable()
    .optional(),
  /** Then, of each item by itself: less its mean, and divided by its standard deviation. */
  samplewise: z.enum(['centre', 'standardise']).nullable().optional(),
  /** Or of all together: whitened by a matrix that is learnt from what is trained on and kept with the run (Keras's `zca_whitening`). */
  whitening: z.object({ epsilon: z.number() }).nullable().optional(),
})
export type PackedTensor = z.infer<typeof PackedTensor>

export const PackedPart = z.object({
  part: z.enum(['train', 'validation', 'test', 'predict']),
  items: z.number(),
  inputs: z.array(PackedTensor),
  /**
   * Class number (int32, shape []) for classification; 0 or 1 for each class (uint8, [classes]) for several labels; float32 value (shape [],
   * or [values] where there are several) for regression; empty when predicting, and where the inputs are their own targets.
   */
  targets: z.array(PackedTensor),
  /** How much each item counts: one float32 tensor of shape [], absent where all count the same. */
  weights: z.array(PackedTensor).optional(),
})
export type PackedPart = z.infer<typeof PackedPart>

/** What rows are measured against, in the order in which it follows the inputs: targets, then weights if there are any. */
export const measuredAgainst = ({ targets, weights = [] }: PackedPart): PackedTensor[] => [
  ...targets,
  ...weights,
]

const NumberOrEach = z.union([z.number(), z.array(z.number())])

/** How values to predict were scaled: x, or log(1 + x), less `centre`, divided by `scale`; a list has one for each of several values. */
export const LabelScale = z.object({ log: z.boolean(), centre: NumberOrEach, scale: NumberOrEach })
export type LabelScale = z.infer<typeof LabelScale>
/** That of the value at a place. */
export const scaleAt = (of: number | number[], at: number): number =>
  typeof of === 'number' ? of : (of[at % of.length] as number)

export const ownScale: LabelScale = { log: false, centre: 0, scale: 1 }

export const PackedData = z.object({
  version: z.literal(1),
  task: TrainedTask,
  classes: z.array(z.string()),
  parts: z.array(PackedPart),
  /** Of values: metrics are given on the scale that they had before. */
  label: LabelScale.optional(),
})
export type PackedData = z.infer<typeof PackedData>
