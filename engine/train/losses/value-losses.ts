import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { epsilon } from './row-loss.ts'

/** A loss between truth and prediction, both of one shape [..., outputs]: [...]. Formulas: keras/src/losses/losses.py. */
export type ValueLoss = (tf: TensorFlow, truth: Tensor, given: Tensor) => Tensor

/** `keras.losses.mean_squared_error`: the mean of (given - truth)^2 over the values of a row. */
export const meanSquaredError: ValueLoss = (_, truth, given) => given.sub(truth).square().mean(-1)

/** `keras.losses.mean_absolute_error`: the mean of |given - truth|. */
export const meanAbsoluteError: ValueLoss = (_, truth, given) => given.sub(truth).abs().mean(-1)

/** `keras.losses.mean_absolute_percentage_error`: 100 times the mean of |truth - given| / max(|truth|, 1e-7). */
export const meanAbsolutePercentageError: ValueLoss = (tf, truth, given) =>
  truth.sub(given).abs().div(tf.maximum(truth.abs(), epsilon)).mean(-1).mul(100)

/** `keras.losses.mean_squared_logarithmic_error`: the mean of (log(1 + given) - log(1 + truth))^2, both at least 1e-7. */
export const meanSquaredLogarithmicError: ValueLoss = (tf, truth, given) => {
  const log = (x: Tensor) => tf.maximum(x, epsilon).add(1).log()
  return log(given).sub(log(truth)).square().mean(-1)
}

/** `delta`: beyond this distance it grows straight on. e^2 / 2 up to delta, delta (|e| - delta / 2) from there: both are c^2 / 2 + delta (|e| - c), where c = min(|e|, delta). */
export const huber =
  (delta: number): ValueLoss =>
  (tf, truth, given) => {
    const off = given.sub(truth).abs()
    const near = tf.minimum(off, delta)
    return near.square().mul(0.5).add(off.sub(near).mul(delta)).mean(-1)
  }

/** `keras.losses.log_cosh`: the mean of log(cosh(given - truth)), written so that large errors do not overflow. */
export const logCosh: ValueLoss = (tf, truth, given) => {
  const off = given.sub(truth)
  return off
    .add(tf.softplus(off.mul(-2)))
    .sub(Math.LN2)
    .mean(-1)
}

/** -1 where both point the same way. */
export const cosineSimilarity: ValueLoss = (tf, truth, given) => {
  const unit = (x: Tensor) => x.mul(tf.minimum(x.square().sum(-1, true).rsqrt(), 1 / epsilon))
  return unit(truth).mul(unit(given)).sum(-1).neg()
}

/** `keras.losses.poisson`: the mean of given - truth log(given). */
export const poisson: ValueLoss = (_, truth, given) => given.sub(truth.mul(given.add(epsilon).log())).mean(-1)

/** `keras.losses.kl_divergence`: the sum of truth log(truth / given). */
export const klDivergence: ValueLoss = (_, truth, given) => {
  const [wanted, found] = [truth.clipByValue(epsilon, 1), given.clipByValue(epsilon, 1)]
  return wanted.mul(wanted.div(found).log()).sum(-1)
}

/** `keras.losses.hinge`: the mean of max(1 - truth given, 0), truth being -1 or 1. */
export const hinge: ValueLoss = (_, truth, given) => margin(truth, given).mean(-1)

/** `keras.losses.squared_hinge`: the mean of max(1 - truth given, 0)^2. */
export const squaredHinge: ValueLoss = (_, truth, given) => margin(truth, given).square().mean(-1)

/** `keras.losses.categorical_hinge`: how much the best wrong class comes within 1 of the right one. */
export const categoricalHinge: ValueLoss = (_, truth, given) => {
  const right = truth.mul(given).sum(-1)
  const wrong = truth.mul(-1).add(1).mul(given).max(-1)
  return wrong.sub(right).add(1).relu()
}

/** max(1 - truth * given, 0); truths that are all 0 or 1 stand for -1 and 1, as in Keras. */
function margin(truth: Tensor, given: Tensor): Tensor {
  const binary = truth.equal(truth.square()).toFloat().min()
  // Of t: 2 t - 1 where all are 0 or 1, else t itself.
  const signs = truth.add(binary.mul(truth.sub(1)))
  return signs.mul(given).mul(-1).add(1).relu()
}
