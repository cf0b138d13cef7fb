import type { Loss } from '../../../contract/losses.ts'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { binary, binaryFocal, categorical, categoricalFocal, sparseCategorical } from './crossentropies.ts'
import { type Ending, finish, perRow, type RowLoss, truthFor } from './row-loss.ts'
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

type MakeLoss = (tf: TensorFlow, ending: Ending) => RowLoss

const ofValues =
  (loss: ValueLoss): MakeLoss =>
  (tf, ending) =>
  (target, outputs) =>
    loss(tf, truthFor(tf, target, outputs), finish(tf, ending, outputs))

const losses: Record<Loss, MakeLoss> = {
  sparse_categorical_crossentropy: sparseCategorical,
  categorical_crossentropy: categorical,
  categorical_focal_crossentropy: categoricalFocal,
  categorical_hinge: ofValues(categoricalHinge),
  binary_crossentropy: binary,
  binary_focal_crossentropy: binaryFocal,
  mean_squared_error: ofValues(meanSquaredError),
  mean_absolute_error: ofValues(meanAbsoluteError),
  mean_absolute_percentage_error: ofValues(meanAbsolutePercentageError),
  mean_squared_logarithmic_error: ofValues(meanSquaredLogarithmicError),
  huber: ofValues(huber),
  log_cosh: ofValues(logCosh),
  cosine_similarity: ofValues(cosineSimilarity),
  poisson: ofValues(poisson),
  kl_divergence: ofValues(klDivergence),
  hinge: ofValues(hinge),
  squared_hinge: ofValues(squaredHinge),
}

/** A loss of `keras.losses` by its name. From logits where the model ends in the matching activation, as Keras does it. */
export function rowLoss(tf: TensorFlow, name: Loss, ending: Ending): RowLoss {
  const loss = losses[name](tf, ending)
  return (target, outputs) => perRow(loss(target, outputs))
}
