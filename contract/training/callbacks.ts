import { z } from 'zod'

/** A metric that is watched, by its name among the epoch's: `val_loss`, `val_accuracy`, `loss` ... */
const monitor = z.string().min(1).default('val_loss')
/** `auto`: `max` for accuracies, precision, recall, AUC, F1, R2 and their like, else `min`. */
const mode = z.enum(['auto', 'min', 'max']).default('auto')

/** `keras.callbacks.EarlyStopping`. */
export const EarlyStopping = z.object({
  monitor,
  /** Smaller changes are no improvement. */
  min_delta: z.number().min(0).default(0),
  /** Epochs without improvement after which training ends. */
  patience: z.number().int().min(0).default(0),
  mode,
  /** An epoch only counts as improvement when it also beats this. */
  baseline: z.number().nullable().default(null),
  /** Whether the weights of the best epoch are the ones that are kept. */
  restore_best_weights: z.boolean().default(false),
  /** Epochs that are not watched yet. */
  start_from_epoch: z.number().int().min(0).default(0),
})
export type EarlyStopping = z.infer<typeof EarlyStopping>

/** `keras.callbacks.ModelCheckpoint`, once an epoch, into weights-best.safetensors. */
export const ModelCheckpoint = z.object({
  monitor,
  mode,
  /** false: written after every epoch, better or not. */
  save_best_only: z.boolean().default(true),
  /** What the first epoch has to beat. */
  initial_value_threshold: z.number().nullable().default(null),
})
export type ModelCheckpoint = z.infer<typeof ModelCheckpoint>

/** `keras.callbacks.ReduceLROnPlateau`. */
export const ReduceLROnPlateau = z.object({
  monitor,
  factor: z.number().gt(0).lt(1).default(0.1),
  patience: z.number().int().min(0).default(10),
  mode,
  min_delta: z.number().min(0).default(1e-4),
  /** Epochs after a reduction that do not count. */
  cooldown: z.number().int().min(0).default(0),
  min_lr: z.number().min(0).default(0),
})
export type ReduceLROnPlateau = z.infer<typeof ReduceLROnPlateau>

/** When a checkpoint is written, besides at a pause, a stop and the end. null: not by this. */
export const CheckpointTimes = z.object({
  /** At the latest; after an epoch more often, where writing takes next to no time. */
  everyMinutes: z.number().positive().nullable().default(5),
  everySteps: z.number().int().min(1).nullable().default(null),
})
export type CheckpointTimes = z.infer<typeof CheckpointTimes>
