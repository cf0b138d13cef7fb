import { z } from 'zod'
import { isLargerBetter } from '../../contract/training/metrics.ts'
import type { Metrics } from '../../contract/training/run.ts'
import type { TrainingSettings } from '../../contract/training/training.ts'

/** What the callbacks remember from epoch to epoch. */
export const CallbackState = z.object({
  earlyStopping: z.object({
    best: z.number().nullable(),
    bestEpoch: z.number().nullable(),
    wait: z.number(),
    stopped: z.boolean(),
  }),
  bestCheckpoint: z.object({ best: z.number().nullable() }),
  reduceOnPlateau: z.object({ best: z.number().nullable(), wait: z.number(), cooldown: z.number() }),
  /** The learning rate from an epoch on, as it was reduced; a schedule takes no notice of it. */
  rates: z.array(z.object({ from: z.number(), rate: z.number() })),
})
export type CallbackState = z.infer<typeof CallbackState>

/** What is to be done after an epoch. */
export interface Verdict {
  /** Keep the weights for early stopping to go back to. */
  keepForRestore: boolean
  saveBest: boolean
  /** The rate before, when it was reduced. */
  reducedFrom: number | null
}

/** What callbacks know before the first epoch. */
export const firstCallbackState = (settings: TrainingSettings, learningRate: number): CallbackState => ({
  earlyStopping: { best: null, bestEpoch: null, wait: 0, stopped: false },
  bestCheckpoint: { best: settings.bestCheckpoint?.initial_value_threshold ?? null },
  reduceOnPlateau: { best: null, wait: 0, cooldown: 0 },
  // Keras keeps the rate as a float32.
  rates: [{ from: 1, rate: Math.fround(learningRate) }],
})

/**
 * Tells the callbacks of an epoch's metrics; changes `state` as `on_epoch_end` of Keras's EarlyStopping, ModelCheckpoint and
 * ReduceLROnPlateau does.
 * @param epoch from 1
 */
export function afterEpoch(
  settings: TrainingSettings,
  state: CallbackState,
  epoch: number,
  metrics: Metrics,
): Verdict {
  return {
    keepForRestore: stopEarly(settings.earlyStopping, state.earlyStopping, epoch, metrics),
    saveBest: isBest(settings.bestCheckpoint, state.bestCheckpoint, metrics),
    reducedFrom: reduce(settings.reduceOnPlateau, state, epoch, metrics),
  }
}

const improved = (mode: 'auto' | 'min' | 'max', monitor: string, value: number, best: number, delta = 0) =>
  (mode === 'auto' ? isLargerBetter(monitor) : mode === 'max') ? value - delta > best : value + delta < best

function stopEarly(
  settings: TrainingSettings['earlyStopping'],
  state: CallbackState['earlyStopping'],
  epoch: number,
  metrics: Metrics,
): boolean {
  const value = settings ? metrics[settings.monitor] : undefined
  // Keras counts epochs from 0.
  if (!settings || value === undefined || epoch - 1 < settings.start_from_epoch) return false
  const { mode, monitor, min_delta, baseline, patience } = settings
  state.wait += 1
  if (state.best === null || improved(mode, monitor, value, state.best, min_delta)) {
    state.best = value
    state.bestEpoch = epoch
    if (baseline === null || improved(mode, monitor, value, baseline, min_delta)) state.wait = 0
    return settings.restore_best_weights
  }
  state.stopped = state.wait >= patience && epoch > 1
  return false
}

function isBest(
  settings: TrainingSettings['bestCheckpoint'],
  state: CallbackState['bestCheckpoint'],
  metrics: Metrics,
): boolean {
  const value = settings ? metrics[settings.monitor] : undefined
  if (!settings || value === undefined) return false
  const better = state.best === null || improved(settings.mode, settings.monitor, value, state.best)
  if (better) state.best = value
  return better || !settings.save_best_only
}

/** Gives the learning rate there was before, when it is reduced. */
function reduce(
  settings: TrainingSettings['reduceOnPlateau'],
  all: CallbackState,
  epoch: number,
  metrics: Metrics,
): number | null {
  const value = settings ? metrics[settings.monitor] : undefined
  if (!settings || value === undefined) return null
  const state = all.reduceOnPlateau
  if (state.cooldown > 0) {
    state.cooldown -= 1
    state.wait = 0
  }
  const { mode, monitor, min_delta, patience, min_lr, factor, cooldown } = settings
  if (state.best === null || improved(mode, monitor, value, state.best, min_delta)) {
    state.best = value
    state.wait = 0
    return null
  }
  if (state.cooldown > 0) return null
  state.wait += 1
  const before = all.rates.at(-1)?.rate as number
  if (state.wait < patience || before <= Math.fround(min_lr)) return null
  all.rates.push({ from: epoch + 1, rate: Math.fround(Math.max(before * factor, min_lr)) })
  state.wait = 0
  state.cooldown = cooldown
  return before
}
