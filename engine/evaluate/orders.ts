import { join } from 'node:path'
import type { PackedPart } from '../../contract/data/packed.ts'
import type { EngineReport, EvaluateOrder, PredictOrder } from '../../contract/engine.ts'
import type { ModelDocument } from '../../contract/model/model.ts'
import { compiledMeasure, compiledPredict } from '../compile/compiled-forward.ts'
import { NotRecordable } from '../compile/record.ts'
import { allRows, disposeBatch, openBatches, slices } from '../data/batches.ts'
import { findPart, readPacked, readRows } from '../data/read-packed.ts'
import { loadWeights } from '../export/weights.ts'
import { buildTrainable } from '../layers/build-model.ts'
import { buildContext } from '../layers/settings/settings.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { measuredMetrics } from '../train/metrics/metrics-by-name.ts'
import { checkFit, countedClasses, resolveLoss } from '../train/resolve.ts'
import { predictBatch } from '../train/step-functions.ts'
import { tooLongToCompile } from '../train/too-long.ts'
import type { MeasureSetup, PredictSetup } from '../train/trainer.ts'
import { breathe, measureRows } from './measure.ts'
import { toEvaluation } from './outcome.ts'

type Report = (report: EngineReport) => void

/** Up to this many rows go through op by op, which is done before a graph would be loaded. */
const fewRows = 512

/** Measures a run's model on a part of prepared data, or on the rows of it that were held out. */
export async function evaluateOrder(tf: TensorFlow, order: EvaluateOrder, report: Report) {
  const data = readPacked(order.data)
  const context = buildContext(tf, 0)
  const trainable = buildTrainable(context, order.model.keras)
  const loss = resolveLoss(order.settings.loss, order.model.keras, data)
  checkFit(trainable.model, data, loss)
  loadWeights(tf, trainable.model, join(order.folder, 'weights.safetensors'))
  const part = findPart(data, 'part' in order.on ? order.on.part : 'train') as PackedPart
  const rows = 'part' in order.on ? allRows(part) : readRows(order.on.heldOut)
  const { metrics, weightedMetrics, lossSettings, batchSize } = order.settings
  const own = { label: data.label, inputs: part.inputs }
  const measured = { metrics, weightedMetrics, ...countedClasses(data), ...own }
  const setup: MeasureSetup = { context, trainable, loss, lossSettings, batchSize, ...measured }
  const compiled = compiledIf(order.model, rows.length, report, () =>
    compiledMeasure(setup, { folder: order.data, part }),
  )
  const outcome = compiled
    ? compiled.run(rows)
    : measureRows(setup, measuredMetrics(setup), openBatches(tf, order.data, part), rows, batchSize)
  compiled?.close()
  report({ kind: 'evaluated', evaluation: toEvaluation(outcome, data.classes, rows.length) })
}

/** The outputs of a run's model for every item of prepared data. */
export async function predictOrder(tf: TensorFlow, order: PredictOrder, report: Report) {
  const data = readPacked(order.data)
  const part = data.parts[0] as PackedPart
  const context = buildContext(tf, 0)
  const setup = { context, trainable: buildTrainable(context, order.model.keras), inputs: part.inputs }
  loadWeights(tf, setup.trainable.model, join(order.folder, 'weights.safetensors'))
  const compiled = compiledIf(order.model, part.items, report, () =>
    compiledPredict(setup, { folder: order.data, part }),
  )
  const outputs: number[][] = []
  for (const batch of compiled?.run(allRows(part)) ?? predictRows(tf, setup, order.data, part)) {
    outputs.push(...batch)
    await breathe()
  }
  compiled?.close()
  report({ kind: 'predicted', outputs })
}

/** Predictions of all rows, a batch at a time, op by op. */
function* predictRows(
  tf: TensorFlow,
  setup: PredictSetup,
  folder: string,
  part: PackedPart,
): Generator<number[][]> {
  const source = openBatches(tf, folder, part)
  for (const slice of slices(allRows(part), 32)) {
    const batch = source.batch(slice)
    const outputs = tf.tidy(
      () => predictBatch(setup, batch.inputs).reshape([slice.length, -1]).arraySync() as number[][],
    )
    disposeBatch(batch)
    yield outputs
  }
  source.close()
}

/**
 * What `compile` gives; nothing for few rows, and none when the model is too long or a graph cannot hold it, which the log then
 * says.
 */
function compiledIf<Result>(
  model: ModelDocument,
  rows: number,
  report: Report,
  compile: () => Result,
): Result | undefined {
  if (rows <= fewRows) return undefined
  const tooLong = tooLongToCompile(model)
  if (tooLong) {
    report({ kind: 'log', line: `Runs op by op: ${tooLong.message}` })
    return undefined
  }
  try {
    return compile()
  } catch (thrown) {
    if (!(thrown instanceof NotRecordable)) throw thrown
    report({ kind: 'log', line: `Runs op by op: ${thrown.message}` })
    return undefined
  }
}
