import { join } from 'node:path'
import type { PackedData, PackedPart } from '../../contract/data/packed.ts'
import type { EngineReport, EvaluateOrder, PredictOrder } from '../../contract/engine.ts'
import type { ModelDocument } from '../../contract/model/model.ts'
import { compiledMeasure, compiledPredict } from '../compile/compiled-forward.ts'
import { NotRecordable } from '../compile/record.ts'
import { allRows, disposeBatch, openBatches, slices } from '../data/batches.ts'
import { findPart, readPacked, readRows } from '../data/read-packed.ts'
import { readWhitening } from '../data/whitening.ts'
import { loadWeights } from '../export/weights.ts'
import { buildTrainable } from '../layers/build-model.ts'
import { buildContext } from '../layers/settings/settings.ts'
import type { TensorFlow } from '../runtime/load-tensorflow.ts'
import { measuredMetrics } from '../train/metrics/metrics-by-name.ts'
import { checkFit, measuredAs, resolveLoss } from '../train/resolve.ts'
import { predictBatch } from '../train/step-functions.ts'
import { tooLongToCompile } from '../train/too-long.ts'
import type { MeasureSetup, PredictSetup } from '../train/trainer.ts'
import { breathe, measureRows } from './measure.ts'
import { toEvaluation } from './outcome.ts'

export type Report = (report: EngineReport) => void

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
  const { part, rows } = measuredOn(data, order.on)
  const { metrics, weightedMetrics, lossSettings, batchSize } = order.settings
  const whitening = readWhitening(order.folder, part.inputs)
  const own = { label: data.label, inputs: part.inputs, whitening }
  const measured = { metrics, weightedMetrics, ...measuredAs(data), ...own }
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
  const { part, rows } = predicted(readPacked(order.data), order)
  const setup = predicting(tf, order, part)
  report({ kind: 'predicted', outputs: await eachRow(setup, { ...order, part, rows }, report) })
}

/** What an order asks for: of a part, or of rows of `train`, the first `most`; all of the first part where it says nothing. */
function predicted(data: PackedData, { on, most }: PredictOrder) {
  const first = data.parts[0] as PackedPart
  const { part, rows } = on ? measuredOn(data, on) : { part: first, rows: allRows(first) }
  return { part, rows: most === null ? rows : rows.subarray(0, most) }
}

/** A part of prepared data, and the rows of it that an order names. */
function measuredOn(data: PackedData, on: EvaluateOrder['on']): { part: PackedPart; rows: Int32Array } {
  const part = findPart(data, 'part' in on ? on.part : 'train') as PackedPart
  return { part, rows: 'part' in on ? allRows(part) : readRows(on.heldOut) }
}

/** A run's model with its weights. */
export function predicting(
  tf: TensorFlow,
  { model, folder }: Pick<PredictOrder, 'model' | 'folder'>,
  part: PackedPart,
): PredictSetup {
  const context = buildContext(tf, 0)
  const { inputs } = part
  const whitening = readWhitening(folder, inputs)
  const setup = { context, trainable: buildTrainable(context, model.keras), inputs, whitening }
  loadWeights(tf, setup.trainable.model, join(folder, 'weights.safetensors'))
  return setup
}

/** What `ofBatch` makes of the inputs of rows, a list for each; the model's outputs where nothing is said. */
export async function eachRow(
  setup: PredictSetup,
  { model, data, part, rows }: { model: ModelDocument; data: string; part: PackedPart; rows: Int32Array },
  report: Report,
  ofBatch = predictBatch,
): Promise<number[][]> {
  const compiled = compiledIf(model, rows.length, report, () =>
    compiledPredict(setup, { folder: data, part }, ofBatch),
  )
  const outputs: number[][] = []
  for (const batch of compiled?.run(rows) ?? opByOp(setup, data, part, rows, ofBatch)) {
    outputs.push(...batch)
    await breathe()
  }
  compiled?.close()
  return outputs
}

/** The same, a batch at a time, op by op. */
function* opByOp(
  setup: PredictSetup,
  folder: string,
  part: PackedPart,
  rows: Int32Array,
  ofBatch: typeof predictBatch,
): Generator<number[][]> {
  const { tf } = setup.context
  const source = openBatches(tf, folder, part)
  for (const slice of slices(rows, 32)) {
    const batch = source.batch(slice)
    const outputs = tf.tidy(
      () => ofBatch(setup, batch.inputs).reshape([slice.length, -1]).arraySync() as number[][],
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
