import { isForValues, type Loss } from '../../../contract/losses.ts'
import type { MetricName } from '../../../contract/metrics.ts'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { rowLoss } from './loss-by-name.ts'
import { type Ending, type RowLoss, truthFor } from './row-loss.ts'

/** What a metric gives for each row of a batch [batch]; its mean over all rows is the metric. */
export type RowMetric = RowLoss

/** The metrics that are asked for, by Keras's names; null: `accuracy` for classes, `mae` and `mse` for values. */
export function rowMetrics(
  tf: TensorFlow,
  loss: Loss,
  ending: Ending,
  asked: readonly MetricName[] | null = null,
): Record<string, RowMetric> {
  const wanted = asked ?? (isForValues(loss) ? ['mae', 'mse'] : ['accuracy'])
  return Object.fromEntries(wanted.map((name) => [name, rowMetric(tf, name, ending)]))
}

function rowMetric(tf: TensorFlow, name: MetricName, ending: Ending): RowMetric {
  const found: Record<MetricName, RowMetric> = {
    // `keras.metrics.Accuracy` by its name: of a threshold where there is one output, else of the largest.
    accuracy: (target, outputs) =>
      outputs.shape.at(-1) === 1
        ? outputs
            .greater(ending === 'sigmoid' ? 0 : 0.5)
            .toFloat()
            .equal(truthFor(tf, target, outputs))
            .toFloat()
            .mean(-1)
        : outputs.argMax(-1).toInt().equal(target.toInt().flatten()).toFloat(),
    // `keras.ops.in_top_k` with k = 5: fewer than five classes are given more.
    sparse_top_k_categorical_accuracy: (target, outputs) => {
      const truth = tf.oneHot(target.toInt().flatten(), outputs.shape.at(-1) as number).toFloat()
      const own = outputs.mul(truth).sum(-1, true)
      return outputs.greater(own).toFloat().sum(-1).less(5).toFloat()
    },
    mae: rowLoss(tf, 'mean_absolute_error', ending),
    mse: rowLoss(tf, 'mean_squared_error', ending),
    mean_absolute_percentage_error: rowLoss(tf, 'mean_absolute_percentage_error', ending),
    mean_squared_logarithmic_error: rowLoss(tf, 'mean_squared_logarithmic_error', ending),
    log_cosh: rowLoss(tf, 'log_cosh', ending),
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
