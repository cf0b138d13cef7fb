import { z } from 'zod'

/** Metrics of `keras.metrics` that tell classes apart, by Keras's names; those that Keras gives an argument carry it in theirs. */
const classMetrics = [
  'accuracy',
  'binary_accuracy',
  'top_2_accuracy',
  'top_3_accuracy',
  'sparse_top_k_categorical_accuracy',
  'top_10_accuracy',
  'precision',
  'recall',
  'f1_macro',
  'f1_micro',
  'f1_weighted',
  'auc',
  'auc_pr',
  'true_positives',
  'true_negatives',
  'false_positives',
  'false_negatives',
  'categorical_crossentropy',
  'binary_crossentropy',
  'kl_divergence',
  'categorical_hinge',
  'hinge',
  'squared_hinge',
] as const
/** Those that look at each output by itself, which is what several labels an item need. */
const labelMetrics = [
  'binary_accuracy',
  'precision',
  'recall',
  'auc',
  'auc_pr',
  'true_positives',
  'true_negatives',
  'false_positives',
  'false_negatives',
  'binary_crossentropy',
] as const satisfies readonly (typeof classMetrics)[number][]

/** Metrics of `keras.metrics` for numbers. */
const valueMetrics = [
  'mae',
  'mse',
  'root_mean_squared_error',
  'r2_score',
  'mean_absolute_percentage_error',
  'mean_squared_logarithmic_error',
  'log_cosh',
  'poisson',
  'cosine_similarity',
] as const

export const MetricName = z.enum([...classMetrics, ...valueMetrics])
export type MetricName = z.infer<typeof MetricName>

/** Those that are better the larger they are: where Keras's `auto` mode of a callback takes `max`. */
const largerIsBetter: ReadonlySet<string> = new Set<MetricName>([
  ...classMetrics.filter((name) => !/^false_|crossentropy$|divergence$|hinge$/.test(name)),
  'r2_score',
  'cosine_similarity',
])

/** Whether an epoch's metric, `val_` or not, weighted or not, is better the larger it is. */
export const isLargerBetter = (metric: string): boolean =>
  largerIsBetter.has(metric.replace(/^val_/, '').replace(/^weighted_/, ''))

const givesValues = (task: string) => task === 'regression' || task === 'reconstruction'

/** `keras.metrics.R2Score` takes rows of values, and no pictures. */
const pictureMetrics = valueMetrics.filter((name) => name !== 'r2_score')

/** The metrics that say something about data with such targets. */
export function fittingMetrics(task: string): readonly MetricName[] {
  if (task === 'reconstruction') return pictureMetrics
  if (task === 'regression') return valueMetrics
  return task === 'multilabel' ? labelMetrics : classMetrics
}

/** What is measured where nothing is chosen. */
const usualMetrics = (task: string): readonly MetricName[] =>
  givesValues(task) ? ['mae', 'mse'] : task === 'multilabel' ? ['binary_accuracy'] : ['accuracy']

/** What a run is to measure, as its settings have it. */
export interface MetricChoice {
  /** null: the usual ones. */
  metrics: readonly MetricName[] | null
  /** Those in which an item counts as much as it weighs. */
  weightedMetrics: readonly MetricName[]
}

/**
 * The chosen metrics with the names an epoch has them by. A weighted one has its own, or `weighted_` before it where the plain
 * one is measured too: `CompileMetrics.result` of Keras.
 */
export function namedMetrics(
  { metrics, weightedMetrics }: MetricChoice,
  task: string,
): { metric: MetricName; name: string; weighted: boolean }[] {
  const plain = [...new Set(metrics ?? usualMetrics(task))]
  return [
    ...plain.map((metric) => ({ metric, name: metric, weighted: false })),
    ...[...new Set(weightedMetrics)].map((metric) => ({
      metric,
      name: plain.includes(metric) ? `weighted_${metric}` : metric,
      weighted: true,
    })),
  ]
}

/** The names of all metrics an epoch will have, those of the validation first: what a callback may watch. */
export function epochMetrics(choice: MetricChoice, task: string, validates: boolean): string[] {
  const names = ['loss', ...namedMetrics(choice, task).map(({ name }) => name)]
  return [...(validates ? names.map((name) => `val_${name}`) : []), ...names]
}
