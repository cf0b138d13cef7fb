import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import { withGradient } from '../../runtime/differentiable-ops.ts'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { attribute, float32, nativeOps } from '../../runtime/native-op.ts'
import { bounded, type Ending, finish, type MakeLoss, type RowLoss, truthFor } from './row-loss.ts'

/**
 * Keras's softmax and sigmoid leave what they were given on their result, and every cross-entropy starts from that whichever of
 * the two it was: `_get_logits` in keras/src/backend/tensorflow/nn.py. So sigmoid outputs and a categorical cross-entropy train
 * as softmax outputs do.
 */
const hasLogits = (ending: Ending) => ending !== 'linear'

/** `keras.losses.sparse_categorical_crossentropy`. */
export const sparseCategorical =
  (tf: TensorFlow, ending: Ending): RowLoss =>
  (target, outputs) =>
    fromLogits(tf, target, hasLogits(ending) ? outputs : bounded(outputs).log())

/** `keras.losses.categorical_crossentropy`; class numbers are taken as they are. */
export const categorical: MakeLoss = (tf, ending, { label_smoothing: smoothing = 0 }) => {
  const sparse = sparseCategorical(tf, ending)
  return (target, outputs) => {
    if (!smoothing && target.rank < outputs.rank) return sparse(target, outputs)
    const truth = smoothed(truthFor(tf, target, outputs), smoothing)
    if (hasLogits(ending)) return tf.logSoftmax(outputs, -1).mul(truth).sum(-1).neg()
    return truth
      .mul(sharesOf(tf, ending, outputs).log())
      .sum(-1)
      .neg()
  }
}

/** `keras.losses.categorical_focal_crossentropy`. */
export const categoricalFocal: MakeLoss =
  (tf, ending, { gamma = 0, alpha = 1, label_smoothing: smoothing = 0 }) =>
  (target, outputs) => {
    const shares = sharesOf(tf, ending, outputs)
    const entropies = smoothed(truthFor(tf, target, outputs), smoothing)
      .mul(shares.log())
      .neg()
    return tf.scalar(1).sub(shares).pow(gamma).mul(alpha).mul(entropies).sum(-1)
  }

/**
 * `keras.losses.categorical_generalized_cross_entropy`: Zhang and Sabuncu, 2018, "Generalized Cross Entropy Loss for Training Deep
 * Neural Networks with Noisy Labels".
 */
export const categoricalGeneralized: MakeLoss =
  (tf, ending, { q = 0.5 }) =>
  (target, outputs) => {
    const own = finish(tf, ending, outputs)
      .mul(truthFor(tf, target, outputs))
      .sum(-1)
    return tf.scalar(1).sub(own.pow(q)).div(q)
  }

/** `keras.losses.binary_crossentropy`. */
export const binary: MakeLoss =
  (tf, ending, { label_smoothing: smoothing = 0 }) =>
  (target, outputs) =>
    eachBinary(ending, halfSmoothed(truthFor(tf, target, outputs), smoothing), outputs).mean(-1)

/** `keras.losses.binary_focal_crossentropy`. */
export const binaryFocal: MakeLoss =
  (tf, ending, { gamma = 0, alpha = 1, label_smoothing: smoothing = 0, apply_class_balancing: balanced }) =>
  (target, outputs) => {
    const truth = halfSmoothed(truthFor(tf, target, outputs), smoothing)
    const given = finish(tf, ending, outputs)
    const opposite = (x: Tensor) => tf.scalar(1).sub(x)
    const right = truth.mul(given).add(opposite(truth).mul(opposite(given)))
    const losses = opposite(right)
      .pow(gamma)
      .mul(eachBinary(ending, truth, outputs))
    const weight = truth.mul(alpha).add(opposite(truth).mul(1 - alpha))
    return (balanced ? losses.mul(weight) : losses).mean(-1)
  }

/** Truth that gives a share of each row to all classes evenly. */
const smoothed = (truth: Tensor, smoothing: number): Tensor =>
  smoothing ? truth.mul(1 - smoothing).add(smoothing / (truth.shape.at(-1) as number)) : truth

/** Truth between yes and no that is drawn towards the middle. */
const halfSmoothed = (truth: Tensor, smoothing: number): Tensor =>
  smoothing ? truth.mul(1 - smoothing).add(0.5 * smoothing) : truth

function eachBinary(ending: Ending, truth: Tensor, outputs: Tensor): Tensor {
  if (hasLogits(ending))
    // max(x, 0) - x z + log(1 + exp(-|x|)): tf.nn.sigmoid_cross_entropy_with_logits.
    return outputs.relu().sub(outputs.mul(truth)).add(outputs.abs().neg().exp().log1p())
  const share = bounded(outputs)
  return truth
    .mul(share.log())
    .add(truth.mul(-1).add(1).mul(share.mul(-1).add(1).log()))
    .neg()
}

/** The outputs as shares that add up to 1. */
function sharesOf(tf: TensorFlow, ending: Ending, outputs: Tensor): Tensor {
  const given = finish(tf, ending, outputs)
  return bounded(given.div(given.sum(-1, true)))
}

/** `tf.nn.sparse_softmax_cross_entropy_with_logits`: the op gives the gradient along with the loss. */
function fromLogits(tf: TensorFlow, target: Tensor, logits: Tensor): Tensor {
  const classes = logits.shape.at(-1) as number
  return withGradient(tf, [logits.reshape([-1, classes])], ([given], save) => {
    const [loss, gradient] = nativeOps(
      tf,
      'SparseSoftmaxCrossEntropyWithLogits',
      [float32, attribute.type('Tlabels', 'int32')],
      [given, target.toInt().flatten()],
      2,
    ) as [Tensor, Tensor]
    save([gradient])
    return { value: loss, gradFunc: (dy, [kept]) => [(kept as Tensor).mul(dy.expandDims(-1))] }
  }).reshape(logits.shape.slice(0, -1))
}
