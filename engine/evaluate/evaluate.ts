import type { LayersModel, Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Confusion, Evaluation, Metrics } from '../../contract/run.ts'
import type { Loss } from '../../contract/training.ts'
import { type BatchSource, disposeBatch, slices } from '../data/batches.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { lossFunction, metricFunctions } from '../train/losses.ts'
import { classScores } from './class-scores.ts'

/** Lets other things happen, a stop order above all, between two batches. */
export const breathe = () => new Promise<void>((resolve) => setImmediate(resolve))

export interface Outcome {
  metrics: Metrics
  /** counts[true][predicted]; null for regression or over 200 classes. */
  counts: number[][] | null
}

/** Loss, metrics and confusion of a model on the rows of a source, weighted by batch size as Keras does. */
export async function measure(
  tf: TensorFlow,
  model: LayersModel,
  loss: Loss,
  source: BatchSource,
  rows: Int32Array,
  batchSize: number,
  classes: number,
): Promise<Outcome> {
  const functions = { loss: lossFunction(tf, loss), ...metricFunctions(tf, loss) }
  const sums: Metrics = Object.fromEntries(Object.keys(functions).map((name) => [name, 0]))
  const counts =
    classes >= 2 && classes <= 200
      ? Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
      : null
  for (const slice of slices(rows, batchSize)) {
    const batch = source.batch(slice)
    tf.tidy(() => {
      const predicted = predictBatch(model, batch.inputs)
      const target = batch.targets[0] as Tensor
      for (const [name, of] of Object.entries(functions))
        sums[name] = (sums[name] as number) + (of(target, predicted).dataSync()[0] as number) * batch.size
      if (counts) {
        const truth = target.dataSync()
        const guessed = predictedClasses(predicted)
        for (let index = 0; index < batch.size; index++)
          (counts[truth[index] as number] as number[])[guessed[index] as number] =
            ((counts[truth[index] as number] as number[])[guessed[index] as number] ?? 0) + 1
      }
    })
    disposeBatch(batch)
    await breathe()
  }
  const penalty = tf.tidy(() =>
    model.calculateLosses().reduce((sum, part) => sum + (part.dataSync()[0] as number), 0),
  )
  const metrics = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / rows.length]))
  return { metrics: { ...metrics, loss: (metrics.loss as number) + penalty }, counts }
}

/** The model's output for a batch, as at prediction: no dropout, moving averages. */
export function predictBatch(model: LayersModel, inputs: Tensor[]): Tensor {
  return model.apply(inputs.length === 1 ? (inputs[0] as Tensor) : inputs, { training: false }) as Tensor
}

function predictedClasses(predicted: Tensor): ArrayLike<number> {
  return (predicted.shape[1] === 1 ? predicted.greater(0.5).toInt() : predicted.argMax(-1)).dataSync()
}

/** The evaluation that a run keeps: metrics, confusion matrix, and the weighted scores of scikit-learn. */
export function toEvaluation(outcome: Outcome, classes: string[], items: number): Evaluation {
  const confusion: Confusion | null = outcome.counts ? { classes, counts: outcome.counts } : null
  return {
    metrics: { ...outcome.metrics, ...(confusion ? classScores(confusion.counts) : {}) },
    confusion,
    items,
  }
}
