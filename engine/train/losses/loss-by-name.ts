import { type Loss, type LossSettings, lossDefaults } from '../../../contract/training/losses.ts'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import {
  binary,
  binaryFocal,
  categorical,
  categoricalFocal,
  categoricalGeneralized,
  sparseCategorical,
} from './crossentropies.ts'
import { dice, tversky } from './overlap-losses.ts'
import { type Ending, finish, type MakeLoss, perRow, type RowLoss, truthFor } from './row-loss.ts'
import {
  categoricalHinge,
  cosineSimilarity,
  hinge,
  huber,
  klDivergence,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  poisson,
  squaredHinge,
  type ValueLoss,
} from './value-losses.ts'

const ofValues =
  (loss: ValueLoss): MakeLoss =>
  (tf, ending) =>
  (target, outputs) =>
    loss(tf, truthFor(tf, target, outputs), finish(tf, ending, outputs))

const losses: Record<Loss, MakeLoss> = {
  sparse_categorical_crossentropy: sparseCategorical,
  categorical_crossentropy: categorical,
  categorical_focal_crossentropy: categoricalFocal,
  categorical_generalized_cross_entropy: categoricalGeneralized,
  categorical_hinge: ofValues(categoricalHinge),
  binary_crossentropy: binary,
  binary_focal_crossentropy: binaryFocal,
  mean_squared_error: ofValues(meanSquaredError),
  mean_absolute_error: ofValues(meanAbsoluteError),
  mean_absolute_percentage_error: ofValues(meanAbsolutePercentageError),
  mean_squared_logarithmic_error: ofValues(meanSquaredLogarithmicError),
  huber: (tf, ending, { delta = 1 }) => ofValues(huber(delta))(tf, ending, {}),
  log_cosh: ofValues(logCosh),
  cosine_similarity: ofValues(cosineSimilarity),
  poisson: ofValues(poisson),
  kl_divergence: ofValues(klDivergence),
  hinge: ofValues(hinge),
  squared_hinge: ofValues(squaredHinge),
  dice,
  tversky,
}

/**
 * A loss of `keras.losses` by its name, with Keras's defaults where `settings` says nothing. From logits where the model ends in
 * the matching activation, as Keras does it.
 */
export function rowLoss(tf: TensorFlow, name: Loss, ending: Ending, settings: LossSettings = {}): RowLoss {
  const given = Object.entries({ ...lossDefaults(name), ...settings })
    .filter(([, value]) => value !== null && value !== false)
    .map(([key, value]) => [key, Number(value)] as const)
  const loss = losses[name](tf, ending, Object.fromEntries(given))
  return (target, outputs, counted) => perRow(loss(target, outputs, counted))
}
