import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { MetricName } from '../../contract/metrics.ts'
import type { Loss } from '../../contract/training.ts'
import { withGradient } from '../runtime/differentiable-ops.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { attribute, float32, nativeOps } from '../runtime/native-op.ts'

/** Keras's `backend.epsilon()`: how far predictions are kept from 0 and 1 before a logarithm. */
const epsilon = 1e-7

export type Ending = 'softmax' | 'sigmoid' | 'linear'

/**
 * The loss of each row of a batch: [batch]. `outputs` is what the model gives before its last softmax or sigmoid
 * [batch, ..., outputs]; `target` holds class numbers [batch, ...] or values of the outputs' shape.
 */
export type RowLoss = (target: Tensor, outputs: Tensor) => Tensor

/** What turns a model's outputs into probabilities or values. */
export const finish = (tf: TensorFlow, ending: Ending, outputs: Tensor): Tensor =>
  ending === 'softmax' ? tf.softmax(outputs, -1) : ending === 'sigmoid' ? outputs.sigmoid() : outputs

/** A loss of `keras.losses` by its name. From logits where the model ends in the matching activation, as Keras does it. */
export function rowLoss(tf: TensorFlow, name: Loss, ending: Ending): RowLoss {
  const found: Record<Loss, RowLoss> = {
    sparse_categorical_crossentropy: (target, outputs) =>
      sparseCrossentropy(tf, target, ending === 'softmax' ? outputs : logProbabilities(tf, ending, outputs)),
    categorical_crossentropy: (target, outputs) => {
      const classes = outputs.shape.at(-1) as number
      if (target.rank < outputs.rank) return found.sparse_categorical_crossentropy(target, outputs)
      if (ending === 'softmax') return tf.logSoftmax(outputs, -1).mul(target).sum(-1).neg()
      const given = finish(tf, ending, outputs)
      const shares = bounded(given.div(given.sum(-1, true)))
      return target
        .reshape([-1, classes])
        .mul(shares.reshape([-1, classes]).log())
        .sum(-1)
        .neg()
    },
    binary_crossentropy: (target, outputs) => {
      const truth = like(target, outputs)
      if (ending === 'sigmoid')
        // max(x, 0) - x z + log(1 + exp(-|x|)): tf.nn.sigmoid_cross_entropy_with_logits.
        return outputs.relu().sub(outputs.mul(truth)).add(outputs.abs().neg().exp().log1p()).mean(-1)
      const share = bounded(finish(tf, ending, outputs))
      return truth
        .mul(share.log())
        .add(truth.mul(-1).add(1).mul(share.mul(-1).add(1).log()))
        .mean(-1)
        .neg()
    },
    mean_squared_error: (target, outputs) =>
      finish(tf, ending, outputs).sub(like(target, outputs)).square().mean(-1),
    mean_absolute_error: (target, outputs) =>
      finish(tf, ending, outputs).sub(like(target, outputs)).abs().mean(-1),
  }
  return (target, outputs) => perRow(found[name](target, outputs))
}

const perRow = (values: Tensor): Tensor =>
  values.rank === 1 ? values : values.reshape([values.shape[0] as number, -1]).mean(1)

const bounded = (share: Tensor) => share.clipByValue(epsilon, 1 - epsilon)

const like = (target: Tensor, outputs: Tensor) => target.toFloat().reshape(outputs.shape)

const logProbabilities = (tf: TensorFlow, ending: Ending, outputs: Tensor) =>
  bounded(finish(tf, ending, outputs)).log()

/** `tf.nn.sparse_softmax_cross_entropy_with_logits`: the op gives the gradient along with the loss. */
function sparseCrossentropy(tf: TensorFlow, target: Tensor, logits: Tensor): Tensor {
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

/** What a metric gives for each row of a batch [batch]; its mean over all rows is the metric. */
export type RowMetric = RowLoss

const isForValues = (loss: Loss) => loss === 'mean_squared_error' || loss === 'mean_absolute_error'

/** The metrics that are asked for, by Keras's names; null: `accuracy` for classes, `mae` and `mse` for values. */
export function rowMetrics(
  tf: TensorFlow,
  loss: Loss,
  ending: Ending,
  asked: readonly MetricName[] | null = null,
): Record<string, RowMetric> {
  const wanted = asked ?? (isForValues(loss) ? ['mae', 'mse'] : ['accuracy'])
  return Object.fromEntries(wanted.map((name) => [name, rowMetric(tf, name, loss, ending)]))
}

function rowMetric(tf: TensorFlow, name: MetricName, loss: Loss, ending: Ending): RowMetric {
  /** A mean over a row's values of what `of` makes of truth and prediction. */
  const ofValues =
    (of: (truth: Tensor, given: Tensor) => Tensor): RowMetric =>
    (target, outputs) =>
      perRow(of(like(target, outputs), finish(tf, ending, outputs)).mean(-1))
  const found: Record<MetricName, RowMetric> = {
    accuracy:
      loss === 'binary_crossentropy'
        ? (target, outputs) =>
            outputs
              .greater(ending === 'sigmoid' ? 0 : 0.5)
              .toFloat()
              .equal(like(target, outputs))
              .toFloat()
              .mean(-1)
        : (target, outputs) => outputs.argMax(-1).toInt().equal(target.toInt().flatten()).toFloat(),
    // `keras.ops.in_top_k` with k = 5: fewer than five classes are given more.
    sparse_top_k_categorical_accuracy: (target, outputs) => {
      const truth = tf.oneHot(target.toInt().flatten(), outputs.shape.at(-1) as number).toFloat()
      const own = outputs.mul(truth).sum(-1, true)
      return outputs.greater(own).toFloat().sum(-1).less(5).toFloat()
    },
    mae: rowLoss(tf, 'mean_absolute_error', ending),
    mse: rowLoss(tf, 'mean_squared_error', ending),
    mean_absolute_percentage_error: ofValues((truth, given) =>
      truth.sub(given).abs().div(tf.maximum(truth.abs(), epsilon)).mul(100),
    ),
    mean_squared_logarithmic_error: ofValues((truth, given) =>
      tf.maximum(given, epsilon).add(1).log().sub(tf.maximum(truth, epsilon).add(1).log()).square(),
    ),
    log_cosh: ofValues((truth, given) => {
      const off = given.sub(truth)
      return off.add(tf.softplus(off.mul(-2))).sub(Math.LN2)
    }),
  }
  return found[name]
}

/** `loss` and the metrics, in the order they are measured. */
export const metricNames = (
  tf: TensorFlow,
  loss: Loss,
  ending: Ending,
  asked: readonly MetricName[] | null = null,
): string[] => ['loss', ...Object.keys(rowMetrics(tf, loss, ending, asked))]
