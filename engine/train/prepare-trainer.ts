import type { PackedData, PackedPart } from '../../contract/data/packed.ts'
import type { TrainOrder } from '../../contract/engine.ts'
import { describe, type Failure } from '../../contract/failure.ts'
import { checkArguments, checkMetrics } from '../../contract/training/check-settings.ts'
import { defaultLearningRate } from '../../contract/training/optimizers.ts'
import type { Resolved } from '../../contract/training/run.ts'
import type { DtypePolicy } from '../../contract/training/training.ts'
import { augmentation } from '../augment/augment-batch.ts'
import { compiledTrainer } from '../compile/compiled-trainer.ts'
import { NotRecordable } from '../compile/record.ts'
import { allRows } from '../data/batches.ts'
import { findPart, readPacked, readRows } from '../data/read-packed.ts'
import { learnWhitening } from '../data/whitening.ts'
import { type GivenWeights, loadGivenWeights } from '../export/given-weights.ts'
import { buildTrainable } from '../layers/build-model.ts'
import { buildContext } from '../layers/settings/settings.ts'
import { nativeBackend, type TensorFlow } from '../runtime/load-tensorflow.ts'
import { bfloat16Facts, whyNoBfloat16 } from '../runtime/why-no-bfloat16.ts'
import { classWeights } from './class-weights.ts'
import { eagerTrainer } from './eager-trainer.ts'
import { behindFrozenBase } from './frozen-features.ts'
import type { Line } from './line.ts'
import { checkFit, measuredAs, resolveLoss } from './resolve.ts'
import { tooLongToCompile } from './too-long.ts'
import type { Trainer, TrainingSetup } from './trainer.ts'

/** A trainer at its first step, and what training it needs to know. */
export interface Prepared {
  order: TrainOrder
  setup: TrainingSetup
  /** Which layers began with weights that were given; null where none were. */
  given: GivenWeights | null
  trainer: Trainer
  data: PackedData
  trainRows: Int32Array
  validationRows: Int32Array
  stepsPerEpoch: number
  /** As the run keeps it; only early runs have the reason in words. */
  resolved: Resolved & { notCompiledBecause: Failure | null }
}

/**
 * Builds the model of an order, its weights drawn from the seed or read from a file, and its trainer.
 * @throws Fault as `checkFit`, `buildTrainable` and `loadGivenWeights` do
 */
export async function prepareTrainer(tf: TensorFlow, order: TrainOrder, line: Line): Promise<Prepared> {
  const { settings, seed } = order
  const data = readPacked(order.data)
  const part = findPart(data, 'train') as PackedPart
  const { trainRows, validationRows, validation, said } = splitRows(order, data, part)
  const loss = resolveLoss(settings.loss, order.model.keras, data)
  const { context, trainable, given } = await startModel(tf, order)
  const setup: TrainingSetup = {
    ...{ context, trainable },
    loss,
    lossSettings: settings.lossSettings,
    metrics: settings.metrics,
    weightedMetrics: settings.weightedMetrics,
    optimizer: { name: settings.optimizer, settings: settings.optimizerSettings },
    classWeights: classWeights(settings.classWeight, data, order.data, part, trainRows),
    inputs: part.inputs,
    whitening: learnWhitening(tf, order, { part, rows: trainRows }, line),
    augment: augmentation(context, settings.augmentation, part.inputs),
    batchSize: settings.batchSize,
    rowsPerEpoch: trainRows.length,
    folder: order.data,
    part,
    validation,
    ...measuredAs(data),
    label: data.label,
  }
  checkFit(setup.trainable.model, data, loss)
  checkArguments(settings, loss)
  checkMetrics(settings, data.task)
  const refused = policyRefused(tf, settings.dtypePolicy)
  setup.bfloat16 = settings.dtypePolicy === 'mixed_bfloat16' && refused === null
  const used = (await behindFrozenBase(setup, order, line)) ?? setup
  const { trainer, notCompiledBecause } = chooseTrainer(order, used)
  const compiled = notCompiledBecause === null
  const otherPolicyBecause =
    refused ?? (setup.bfloat16 && !compiled ? describe('device.bfloat16-eager') : null)
  return {
    order,
    setup: used,
    given,
    trainer,
    data,
    trainRows,
    validationRows,
    stepsPerEpoch: Math.ceil(trainRows.length / settings.batchSize),
    resolved: {
      loss,
      learningRate: settings.learningRate ?? defaultLearningRate[settings.optimizer],
      seed,
      validation: said,
      trainItems: trainRows.length,
      validationItems: validationRows.length,
      compiled,
      notCompiledBecause,
      dtypePolicy: otherPolicyBecause ? 'float32' : settings.dtypePolicy,
      otherPolicyBecause,
    },
  }
}

/** Why this device cannot train by the policy that was asked for; null when it can. */
const policyRefused = (tf: TensorFlow, wanted: DtypePolicy): Failure | null =>
  wanted === 'float32' ? null : whyNoBfloat16(bfloat16Facts(nativeBackend(tf).isUsingGpuDevice))

/** The model as it is before the first step. */
export async function startModel(
  tf: TensorFlow,
  { model, seed, weights }: TrainOrder,
): Promise<Pick<TrainingSetup, 'context' | 'trainable'> & Pick<Prepared, 'given'>> {
  const context = buildContext(tf, seed)
  const trainable = buildTrainable(context, model.keras)
  const given = weights ? await loadGivenWeights(tf, trainable.model, weights) : null
  return { context, trainable, given }
}

/** The compiled trainer where the step can be compiled, else the eager one and the reason. */
function chooseTrainer(
  order: TrainOrder,
  setup: TrainingSetup,
): { trainer: Trainer; notCompiledBecause: Failure | null } {
  const eager = (reason: Failure) => ({ trainer: eagerTrainer(setup), notCompiledBecause: reason })
  if (!order.settings.compile) return eager(describe('compile.off'))
  const tooLong = tooLongToCompile(order.model)
  if (tooLong) return eager(tooLong)
  try {
    return { trainer: compiledTrainer(setup), notCompiledBecause: null }
  } catch (thrown) {
    if (!(thrown instanceof NotRecordable)) throw thrown
    return eager(describe(thrown.code, thrown.values))
  }
}

/** Which rows are trained on, and which part and rows of it are validated on. */
function splitRows(order: TrainOrder, data: PackedData, part: PackedPart) {
  const all = without(allRows(part), order.without ? readRows(order.without) : new Int32Array())
  const chosen = order.validation
  if (!chosen) return { trainRows: all, validationRows: new Int32Array(), validation: null, said: 'none' }
  if ('part' in chosen) {
    const validation = findPart(data, chosen.part) as PackedPart
    return { trainRows: all, validationRows: allRows(validation), validation, said: chosen.part }
  }
  const validationRows = readRows(chosen.heldOut)
  return { trainRows: without(all, validationRows), validationRows, validation: part, said: 'held out' }
}

/** Those of ascending rows that are not among others that ascend. */
function without(rows: Int32Array, gone: Int32Array): Int32Array {
  let next = 0
  return rows.filter((row) => {
    while (next < gone.length && (gone[next] as number) < row) next++
    return gone[next] !== row
  })
}
