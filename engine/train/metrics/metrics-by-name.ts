import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { LearningTask } from '../../../contract/data/learning-task.ts'
import { type LabelScale, ownScale } from '../../../contract/data/packed.ts'
import type { Loss } from '../../../contract/training/losses.ts'
import { type MetricName, namedMetrics } from '../../../contract/training/metrics.ts'
import type { TensorFlow } from '../../runtime/load-tensorflow.ts'
import { rowLoss } from '../losses/loss-by-name.ts'
import { type Ending, finish } from '../losses/row-loss.ts'
import type { MeasureSetup } from '../trainer.ts'
import { areaUnderCurve } from './area-under-curve.ts'
import { countOf, f1Score, precision, recall } from './confusion-metrics.ts'
import { accuracy, amongTop, meanOfRows, overHalf, rootMeanSquaredError } from './mean-metrics.ts'
import type { Metric, MetricRule } from './metric.ts'
import { r2Score } from './r2-score.ts'

type MakeMetric = (tf: TensorFlow, ending: Ending, outputs: number) => MetricRule

/** A metric that is the mean of a loss. */
const asLoss =
  (loss: Loss): MakeMetric =>
  (tf, ending) =>
    meanOfRows(tf, rowLoss(tf, loss, ending))

const rules: Record<MetricName, MakeMetric> = {
  accuracy: (tf, ending) => meanOfRows(tf, accuracy(tf, ending)),
  binary_accuracy: (tf, ending) => meanOfRows(tf, overHalf(tf, ending)),
  top_2_accuracy: (tf) => meanOfRows(tf, amongTop(tf, 2)),
  top_3_accuracy: (tf) => meanOfRows(tf, amongTop(tf, 3)),
  sparse_top_k_categorical_accuracy: (tf) => meanOfRows(tf, amongTop(tf, 5)),
  top_10_accuracy: (tf) => meanOfRows(tf, amongTop(tf, 10)),
  precision,
  recall,
  f1_macro: (tf, ending, outputs) => f1Score(tf, ending, outputs, 'macro'),
  f1_micro: (tf, ending, outputs) => f1Score(tf, ending, outputs, 'micro'),
  f1_weighted: (tf, ending, outputs) => f1Score(tf, ending, outputs, 'weighted'),
  auc: (tf, ending) => areaUnderCurve(tf, ending, 'ROC'),
  auc_pr: (tf, ending) => areaUnderCurve(tf, ending, 'PR'),
  true_positives: (tf, ending) => countOf(tf, ending, 'truePositives'),
  true_negatives: (tf, ending) => countOf(tf, ending, 'trueNegatives'),
  false_positives: (tf, ending) => countOf(tf, ending, 'falsePositives'),
  false_negatives: (tf, ending) => countOf(tf, ending, 'falseNegatives'),
  categorical_crossentropy: asLoss('categorical_crossentropy'),
  binary_crossentropy: asLoss('binary_crossentropy'),
  kl_divergence: asLoss('kl_divergence'),
  categorical_hinge: asLoss('categorical_hinge'),
  hinge: asLoss('hinge'),
  squared_hinge: asLoss('squared_hinge'),
  mae: asLoss('mean_absolute_error'),
  mse: asLoss('mean_squared_error'),
  root_mean_squared_error: rootMeanSquaredError,
  r2_score: r2Score,
  mean_absolute_percentage_error: asLoss('mean_absolute_percentage_error'),
  mean_squared_logarithmic_error: asLoss('mean_squared_logarithmic_error'),
  log_cosh: asLoss('log_cosh'),
  poisson: asLoss('poisson'),
  // The metric is the similarity, the loss its negative.
  cosine_similarity: (tf, ending) => {
    const loss = rowLoss(tf, 'cosine_similarity', ending)
    return meanOfRows(tf, (target, outputs) => loss(target, outputs).neg())
  },
}

/** A metric by Keras's name. `outputs`: how many values the model gives an item. */
const metricRule = (tf: TensorFlow, metric: MetricName, ending: Ending, outputs: number): MetricRule =>
  rules[metric](tf, ending, outputs)

/** What is measured besides the loss: the chosen metrics, else the usual ones. */
export function measuredMetrics({
  context,
  trainable,
  metrics,
  weightedMetrics,
  classes,
  labels = 0,
  label,
}: MeasureSetup): Metric[] {
  const { model, activation } = trainable
  const { tf } = context
  const outputs = model.outputs[0]?.shape.at(-1) ?? 1
  const choice = { metrics: metrics ?? null, weightedMetrics: weightedMetrics ?? [] }
  return namedMetrics(choice, taskOf(classes, labels)).map(({ metric, name, weighted }) => ({
    ...onOwnScale(tf, activation, label, (ending) => metricRule(tf, metric, ending, outputs)),
    name,
    weighted,
  }))
}

/** A metric of values that were scaled to be learnt, measured on the scale they had before. */
function onOwnScale(
  tf: TensorFlow,
  ending: Ending,
  label: LabelScale = ownScale,
  make: (ending: Ending) => MetricRule,
): MetricRule {
  if (!label.log && label.scale === 1 && label.centre === 0) return make(ending)
  const rule = make('linear')
  const own = (scaled: Tensor) => {
    const values = scaled.mul(tf.tensor(label.scale)).add(tf.tensor(label.centre))
    return label.log ? values.expm1() : values
  }
  const sums: MetricRule['sums'] = (target, outputs, weights) =>
    rule.sums(own(target), own(finish(tf, ending, outputs)), weights)
  return { ...rule, sums }
}

const taskOf = (classes: number, labels: number): LearningTask =>
  labels > 0 ? 'multilabel' : classes > 0 ? 'classification' : 'regression'
