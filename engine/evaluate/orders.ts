import { join } from 'node:path'
import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { EngineReport, EvaluateOrder, PredictOrder } from '../../contract/engine.ts'
import type { PackedPart } from '../../contract/packed.ts'
import { allRows, disposeBatch, openBatches, slices } from '../data/batches.ts'
import { findPart, readPacked } from '../data/read-packed.ts'
import { loadWeights } from '../export/weights.ts'
import { buildTrainable } from '../layers/build-model.ts'
import { buildContext } from '../layers/settings.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { finish, metricNames } from '../train/losses.ts'
import { checkFit, resolveLoss } from '../train/resolve.ts'
import { breathe, measureRows } from './measure.ts'
import { toEvaluation } from './outcome.ts'

/** Measures a run's model on a part of prepared data, or on the rows of it that were held out. */
export async function evaluateOrder(
  tf: TensorFlow,
  order: EvaluateOrder,
  report: (report: EngineReport) => void,
) {
  const data = readPacked(order.data)
  const context = buildContext(tf, 0)
  const trainable = buildTrainable(context, order.model.keras)
  const loss = resolveLoss(order.settings.loss, order.model.keras, data)
  checkFit(trainable.model, data, loss)
  loadWeights(tf, trainable.model, join(order.folder, 'weights.safetensors'))
  const part = findPart(data, 'part' in order.on ? order.on.part : 'train') as PackedPart
  const rows = 'part' in order.on ? allRows(part) : Int32Array.from(order.on.heldOut)
  const outcome = measureRows(
    { context, trainable, loss, classes: data.classes.length },
    metricNames(tf, loss, trainable.activation),
    openBatches(tf, order.data, part),
    rows,
    order.settings.batchSize,
  )
  report({ kind: 'evaluated', evaluation: toEvaluation(outcome, data.classes, rows.length) })
}

/** The outputs of a run's model for every item of prepared data. */
export async function predictOrder(
  tf: TensorFlow,
  order: PredictOrder,
  report: (report: EngineReport) => void,
) {
  const data = readPacked(order.data)
  const part = data.parts[0] as PackedPart
  const { model, activation } = buildTrainable(buildContext(tf, 0), order.model.keras)
  loadWeights(tf, model, join(order.folder, 'weights.safetensors'))
  const source = openBatches(tf, order.data, part)
  const outputs: number[][] = []
  for (const slice of slices(allRows(part), 32)) {
    const batch = source.batch(slice)
    outputs.push(
      ...tf.tidy(() => {
        const given = model.apply(batch.inputs.length === 1 ? (batch.inputs[0] as Tensor) : batch.inputs, {
          training: false,
        }) as Tensor
        return finish(tf, activation, given).reshape([slice.length, -1]).arraySync() as number[][]
      }),
    )
    disposeBatch(batch)
    await breathe()
  }
  report({ kind: 'predicted', outputs })
}
