import type { Scalar, Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Loss } from '../../contract/training.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'

/** Keras's `backend.epsilon()`: how far predictions are kept from 0 and 1 before a logarithm. */
const epsilon = 1e-7

/** The mean loss of a batch. `predicted` is [batch, outputs]; `target` [batch] class numbers, or values. */
export type LossFunction = (target: Tensor, predicted: Tensor) => Scalar

/** A Keras loss by its name; the formulas are those of `keras.losses`, from probabilities, averaged over the batch. */
export function lossFunction(tf: TensorFlow, name: Loss): LossFunction {
  const bounded = (predicted: Tensor) => predicted.clipByValue(epsilon, 1 - epsilon)
  const asColumn = (target: Tensor, predicted: Tensor) => target.toFloat().reshape(predicted.shape)
  const losses: Record<Loss, (target: Tensor, predicted: Tensor) => Tensor> = {
    sparse_categorical_crossentropy: (target, predicted) =>
      categorical(tf.oneHot(target.toInt().flatten(), predicted.shape[1] as number), predicted),
    categorical_crossentropy: (target, predicted) =>
      categorical(
        target.rank === 1 ? tf.oneHot(target.toInt(), predicted.shape[1] as number) : target,
        predicted,
      ),
    binary_crossentropy: (target, predicted) => {
      const truth = asColumn(target, predicted)
      const share = bounded(predicted)
      const one = tf.scalar(1)
      return truth
        .mul(share.log())
        .add(one.sub(truth).mul(one.sub(share).log()))
        .mean()
        .neg()
    },
    mean_squared_error: (target, predicted) => predicted.sub(asColumn(target, predicted)).square().mean(),
    mean_absolute_error: (target, predicted) => predicted.sub(asColumn(target, predicted)).abs().mean(),
  }
  // Keras brings the probabilities to a sum of 1 before it clips them.
  const categorical = (truth: Tensor, predicted: Tensor) =>
    truth
      .toFloat()
      .mul(bounded(predicted.div(predicted.sum(-1, true))).log())
      .sum(-1)
      .mean()
      .neg()
  return losses[name] as LossFunction
}

/** The metrics Keras would compile for this loss, by its names: `accuracy` for classes, `mae` and `mse` for values. Each gives the mean over the batch. */
export function metricFunctions(tf: TensorFlow, loss: Loss): Record<string, LossFunction> {
  if (loss === 'mean_squared_error' || loss === 'mean_absolute_error') {
    return { mae: lossFunction(tf, 'mean_absolute_error'), mse: lossFunction(tf, 'mean_squared_error') }
  }
  const accuracy: LossFunction =
    loss === 'binary_crossentropy'
      ? (target, predicted) =>
          predicted
            .greater(0.5)
            .toFloat()
            .equal(target.toFloat().reshape(predicted.shape))
            .toFloat()
            .mean() as Scalar
      : (target, predicted) =>
          predicted
            .argMax(-1)
            .toInt()
            .equal(target.toInt().reshape([-1]))
            .toFloat()
            .mean() as Scalar
  return { accuracy }
}
