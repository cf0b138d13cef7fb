import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-node-gpu'
import type { Mixed } from '../augment/mix.ts'
import { standardisePictures } from '../data/standardise-pictures.ts'
import { labelCounts } from '../evaluate/label-scores.ts'
import { predictedClasses } from '../evaluate/outcome.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { rowLoss } from './losses/loss-by-name.ts'
import { finish, perRow } from './losses/row-loss.ts'
import { type Metric, weightedSum } from './metrics/metric.ts'
import { measuredMetrics } from './metrics/metrics-by-name.ts'
import { createOptimizer } from './optimizers/optimizers.ts'
import type { MeasureSetup, PredictSetup, TrainingSetup, TrainingState } from './trainer.ts'

/** Gathers what training changes, with an optimizer of its own. */
export function stateOf(setup: TrainingSetup): TrainingState {
  const { context, trainable, optimizer: wanted } = setup
  const { tf, clock } = context
  const { model } = trainable
  const weights = model.weights.map((weight) => weight.read() as Variable)
  const trained = model.trainableWeights.map((weight) => weights.indexOf(weight.read() as Variable))
  const optimizer = createOptimizer(
    tf,
    wanted.name,
    wanted.settings,
    trained.map((index) => weights[index] as Variable),
    context.constraints,
  )
  context.rows = optimizer.rows
  const all = [...weights, ...optimizer.slots.flat(), clock]
  return {
    all,
    trained,
    slots: optimizer.slots.map((slots) => slots.map((slot) => all.indexOf(slot))),
    sparse: new Set(
      optimizer.squares
        ? trained.flatMap((index, place) => (context.tables.has(weights[index] as Variable) ? [place] : []))
        : [],
    ),
    constrained: new Set(
      trained.flatMap((index, place) => (context.constraints.has(weights[index] as Variable) ? [place] : [])),
    ),
    clock: all.length - 1,
    optimizer,
    metrics: measuredMetrics(setup),
  }
}

/**
 * One step as tfjs does it: forward, metrics, backward, and the updates of the variables that `updates` names. Gives the
 * loss and the sums of the metrics in one tensor [1 + sums], then the clipped gradients of the other variables, then what stands for the squares of
 * those of them that are of looked-up tables.
 * @param batch inputs, then targets and weights
 * @param rate learning rate, float32 scalar
 * @param updates whether the variable at this place of `state.trained` is updated here
 */
export function trainBatch(
  setup: TrainingSetup,
  state: TrainingState,
  batch: Tensor[],
  rate: Tensor,
  updates: (place: number) => boolean,
): Tensor[] {
  const { context, trainable, loss, lossSettings, part } = setup
  const { tf, clock } = context
  const { model, activation } = trainable
  const given = batch.slice(0, part.inputs.length)
  // Outside of what gradients are taken of: nothing in here is learnt.
  const { inputs: varied, mixed } = setup.augment?.(given) ?? { inputs: given, mixed: null }
  const inputs = standardisePictures(tf, varied, setup.inputs, setup.whitening)
  const [target, own] = measuredWith(setup, inputs, batch.slice(part.inputs.length))
  const variables = state.trained.map((index) => state.all[index] as Variable)
  for (const table of context.tables.keys()) context.tables.set(table, null)
  const sums: Tensor[] = []
  const { value, grads } = tf.variableGrads(() => {
    const outputs = model.apply(inputs.length === 1 ? (inputs[0] as Tensor) : inputs, {
      training: true,
    }) as Tensor
    const weights = weightsOf(setup, target, own)
    for (const metric of state.metrics)
      for (const sum of metric.sums(target, outputs, metric.weighted ? weights : null))
        sums.push(tf.keep(sum))
    const weighed = (truth: Tensor, by: Tensor | null) => {
      const losses = rowLoss(tf, loss, activation, lossSettings)(truth, outputs)
      return by ? losses.mul(by) : losses
    }
    const severalLabels = (setup.labels ?? 0) > 0
    const truth = mixed && severalLabels ? mixedLabels(tf, target, mixed) : target
    let losses = weighed(truth, weights)
    // Mixed classes and values are mixed losses: classes need not be one-hot for it. A mixed picture is its own target.
    if (mixed && !severalLabels && !setup.reconstructs) {
      const theirs = tf.gather(target, mixed.partners)
      const others = weighed(theirs, weightsOf(setup, theirs, own && tf.gather(own, mixed.partners)))
      losses = losses.sub(others).mul(mixed.own).add(others)
    }
    // Keras divides by the number of rows, not by the sum of their weights.
    const mean = losses.mean() as Scalar
    return model.calculateLosses().reduce<Scalar>((sum, penalty) => sum.add(penalty), mean)
  }, variables)
  const metrics = tf.concat([value.reshape([1]), ...sums])
  tf.dispose(sums)
  const rows = variables.map((variable) => context.tables.get(variable) ?? null)
  const { gradients, sums: clipped } = state.optimizer.clip(
    variables.map((variable) => grads[variable.name] as Tensor),
    rows,
  )
  const step = clock.toFloat().add(1)
  const squares: Tensor[] = []
  for (const [place, gradient] of gradients.entries()) {
    const sum = clipped[place]
    if (updates(place)) state.optimizer.apply(place, gradient, rate, step, sum)
    else if (sum && state.sparse.has(place)) squares.push(sum.squares.clone())
  }
  for (const sum of rows) if (sum) tf.dispose([sum.squares, sum.sizes] as Tensor[])
  clock.assign(clock.add(tf.scalar(1, 'int32')))
  return [metrics, ...gradients.filter((_, place) => !updates(place)), ...squares]
}

/** The targets of a batch and how much its rows weigh: what follows the inputs, but for a model that gives them back. */
const measuredWith = (
  { reconstructs = false }: Pick<MeasureSetup, 'reconstructs'>,
  inputs: Tensor[],
  rest: Tensor[],
): [Tensor, Tensor?] => (reconstructs ? [inputs[0] as Tensor] : (rest as [Tensor, Tensor?]))

/** Labels of mixed pictures [rows, labels], as mixup has targets: a loss of the whole batch, such as dice, is of these too. */
function mixedLabels(tf: TensorFlow, target: Tensor, { partners, own }: Mixed): Tensor {
  const theirs = tf.gather(target, partners)
  return target.sub(theirs).mul(own.expandDims(-1)).add(theirs)
}

/** How much rows count [rows]: by their class times by themselves; null: all the same. */
function weightsOf(
  { context: { tf }, classWeights }: Pick<TrainingSetup, 'context' | 'classWeights'>,
  target: Tensor,
  own: Tensor | undefined,
): Tensor | null {
  if (!classWeights) return own ?? null
  const byClass = tf.tensor1d(classWeights).gather(target.toInt().flatten())
  return own ? byClass.mul(own) : byClass
}

/**
 * What a model makes of rows it does not learn from: the sum of the rows' weighted losses, how many rows they are and the sums
 * of the metrics [2 + sums], the penalty of the regularizers, predicted classes [rows] and the targets; of several labels their counts [3 * labels]. Classes have no weight
 * here, as in Keras.
 * @param batch inputs, target, then the rows' weights if they have any
 * @param counted 1 for rows that count, 0 for those that only fill the batch [rows]; null: all count
 */
export function measureBatch(
  setup: MeasureSetup,
  metrics: readonly Metric[],
  batch: Tensor[],
  counted: Tensor | null,
): Tensor[] {
  const { context, trainable, loss, lossSettings, classes, labels = 0 } = setup
  const { tf } = context
  const { model, activation } = trainable
  const inputs = asRead(setup, batch)
  const outputs = forward(setup, inputs)
  const [target, own] = measuredWith(setup, inputs, batch.slice(model.inputs.length))
  const weights = own && counted ? own.mul(counted) : (own ?? counted)
  const losses = rowLoss(tf, loss, activation, lossSettings)(target, outputs, counted)
  const sums = [
    weightedSum(losses, weights),
    counted ? counted.sum(0, true) : tf.tensor1d([losses.size]),
    ...metrics.flatMap((metric) => metric.sums(target, outputs, metric.weighted ? weights : counted)),
  ]
  const penalty = model.calculateLosses().reduce<Tensor>((sum, part) => sum.add(part), tf.scalar(0))
  const given = finish(tf, activation, outputs)
  const guessed =
    classes > 0
      ? [predictedClasses(given), target.toInt().flatten()]
      : labels > 0
        ? [labelCounts(tf, target, given, counted)]
        : []
  return [tf.concat(sums), penalty, ...guessed]
}

/** What a model predicts for a batch of inputs: probabilities or values [batch, ...]. */
export const predictBatch = (setup: PredictSetup, inputs: Tensor[]): Tensor =>
  finish(setup.context.tf, setup.trainable.activation, forward(setup, asRead(setup, inputs)))

/** The inputs of a batch as the model reads them. What follows them is left out. */
export const asRead = (
  { context, trainable: { model }, inputs, whitening }: PredictSetup,
  batch: Tensor[],
): Tensor[] => standardisePictures(context.tf, batch.slice(0, model.inputs.length), inputs, whitening)

/** How far off a model is that gives its first input back: the mean squared error of each row [rows]. */
export function reconstructionErrors(setup: PredictSetup, batch: Tensor[]): Tensor {
  const [given] = asRead(setup, batch) as [Tensor]
  return perRow(predictBatch(setup, batch).sub(given).square())
}

/** The outputs at prediction, before the last softmax or sigmoid. */
function forward({ trainable: { model } }: PredictSetup, given: Tensor[]): Tensor {
  return model.apply(given.length === 1 ? (given[0] as Tensor) : given, { training: false }) as Tensor
}
