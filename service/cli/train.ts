import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fineTuned, fineTuningRate } from '../../contract/model/fine-tuning.ts'
import type { Run } from '../../contract/training/run.ts'
import type { RunPlan } from '../../contract/training/run-plan.ts'
import { tellBaselines } from './baselines.ts'
import { augmentationOf } from './data/augmentation.ts'
import { findData } from './data/find-data.ts'
import { type GivenImport, importOptions } from './data/import-options.ts'
import { followFolds } from './folds.ts'
import { followRun } from './follow-run.ts'
import { onInterrupt } from './on-interrupt.ts'
import type { Session } from './open-session.ts'
import { given } from './option-values.ts'
import type { Output } from './output.ts'
import { type CallbackOptions, callbackSettings } from './training-options.ts'

export interface TrainOptions extends CallbackOptions, GivenImport {
  data: string
  model: string
  name?: string
  loss?: string
  optimizer?: string
  learningRate?: number
  epochs?: number
  batchSize?: number
  validationSplit?: number
  split?: string
  fold?: number
  folds?: number
  foldShuffle?: boolean
  stratified?: boolean
  group?: string
  shuffle?: boolean
  seed?: number
  compile?: boolean
  dryRun?: boolean
  /** Path of a .json; false: not at all; true: nothing was said. */
  augment?: string | boolean
  weights?: string
}

/** Trains and shows it; gives whether it ended well. Ctrl-C stops and keeps, a second one stops at once. */
export async function train(session: Session, output: Output, options: TrainOptions): Promise<boolean> {
  // What is wrong with it is told before anything is imported.
  const augmentation = augmentationOf(options.augment)
  // The name is that of the run.
  const { name: _name, ...reading } = options
  const dataset = await findData(session, output, options.data, importOptions(reading))
  const source = existsSync(options.model) ? resolve(options.model) : options.model
  const model = await session.ask('model.read', { source, dataset: dataset.id })
  const { name, weights, loss, optimizer, learningRate, epochs, batchSize } = options
  const { validationSplit, split, shuffle, seed, compile } = options
  const settings = given({
    ...{ loss, optimizer, learningRate, epochs, batchSize, validationSplit, shuffle, seed, compile },
    splitKind: split,
    fold: options.fold,
    folds: foldsOf(options),
    augmentation,
    ...callbackSettings(options),
  })
  const spec = {
    dataset: dataset.id,
    model,
    // Parsed with everything else at the service's door, which names what it refuses.
    settings,
    weights: startingWeights(source, weights),
    ...(name ? { name } : {}),
  }
  if (options.dryRun) return tellPlan(output, await session.ask('run.plan', spec))
  if (options.folds !== undefined && options.fold === undefined) {
    const { id, runs } = await session.ask('run.crossValidate', spec)
    return followFolds(session, output, id, runs, false)
  }
  const id = await session.ask('run.start', spec)
  return reportRun(session, output, id, false)
}

/** How items are dealt out into folds; undefined where nothing is said of any. */
function foldsOf({ folds, foldShuffle, stratified, group }: TrainOptions) {
  if (folds === undefined) return undefined
  const by = group === undefined ? undefined : { by: 'column', column: group }
  return given({ folds, shuffle: foldShuffle, stratified, group: by })
}

/** Says what a run would do; it was not started. */
function tellPlan(output: Output, plan: RunPlan): true {
  output.line({ event: 'plan', ...plan })
  const { runs, trainItems, validationItems, stepsPerEpoch, parameters, memoryBytes, time, metrics } = plan
  if (runs > 1) output.text(`${runs} runs, one for each fold, of which each has about:`)
  output.text(
    `${trainItems} items to train on, ${validationItems} to validate on; ${stepsPerEpoch} steps an epoch.`,
  )
  output.text(`${parameters} parameters, about ${(memoryBytes / 1e9).toFixed(1)} GB of memory.`)
  output.text(`Measured: ${metrics.join(', ')}.`)
  const seconds = (value: number) => `${Number(value.toPrecision(2))} s`
  const from = time?.basis === 'same' ? 'as runs of this model took' : 'roughly, judged by other models'
  output.text(
    time
      ? `Time: ${seconds(time.low)} to ${seconds(time.high)}, ${from} on this device.`
      : 'Time: not known yet, nothing like it has run on this device.',
  )
  return true
}

/** Goes on with a run that ended early, or extends a finished one to `epochs` in all, or goes on with all folds of a cross-validation; prints as `train` does. */
export async function resume(session: Session, output: Output, run: string, epochs: number | undefined) {
  const all = await session.ask('run.crossValidations', {})
  const folds = all.find(({ id, name }) => id === run || name === run)
  if (folds)
    return followFolds(
      session,
      output,
      folds.id,
      await session.ask('run.resumeFolds', { id: folds.id }),
      true,
    )
  const id = await session.ask('run.resume', { id: run, ...(epochs ? { epochs } : {}) })
  return reportRun(session, output, id, true)
}

/** Goes on from what a run has learnt, with a part of what was frozen learning too, as a run of its own; prints as `train` does. */
export async function fineTune(
  session: Session,
  output: Output,
  run: string,
  { epochs, learningRate = fineTuningRate }: Pick<TrainOptions, 'epochs' | 'learningRate'>,
) {
  const from = await session.ask('run.get', { id: run })
  const id = await session.ask('run.start', {
    dataset: from.datasetId,
    model: fineTuned(from.model),
    weights: from.id,
    settings: { ...from.settings, learningRate, epochs: epochs ?? from.settings.epochs },
  })
  return reportRun(session, output, id, false)
}

/** Follows a run to its end and prints its result; whether it ended well. */
async function reportRun(session: Session, output: Output, id: string, resumed: boolean): Promise<boolean> {
  const run = await stoppable(session, id, () => followRun(session, output, id, resumed))
  const status = endedAs(run)
  output.line({
    event: 'result',
    run: run.id,
    status,
    device: run.device,
    compiled: run.resolved?.compiled ?? false,
    dtypePolicy: run.resolved?.dtypePolicy ?? 'float32',
    ...(run.resolved?.otherPolicyBecause
      ? { otherPolicyBecause: run.resolved.otherPolicyBecause.message }
      : {}),
    seconds: ((run.endedAt ?? 0) - (run.startedAt ?? run.endedAt ?? 0)) / 1000,
    ...(run.resolved?.baselines.length ? { baselines: run.resolved.baselines } : {}),
    ...(run.failure ? { failure: run.failure } : {}),
  })
  tellBaselines(output, run.resolved?.baselines ?? [])
  const because = run.resolved?.otherPolicyBecause
  if (because) output.text(because.message)
  output.text(
    run.failure
      ? `${run.name}: ${run.failure.message} ${run.failure.hint ?? ''}`
      : `${run.name} (${run.id}) ${status}.`,
  )
  return status !== 'failed'
}

/** The weights that are named, those of a file or of a run; a .keras file that is trained on brings its own. */
function startingWeights(model: string, weights: string | undefined): string | null {
  if (weights) return existsSync(weights) ? resolve(weights) : weights
  return model.toLowerCase().endsWith('.keras') && existsSync(model) ? model : null
}

/** The ends other programs know: a run whose process was killed has failed. */
function endedAs({ status }: Run): 'finished' | 'stopped' | 'paused' | 'failed' {
  return status === 'finished' || status === 'stopped' || status === 'paused' ? status : 'failed'
}

/** While it follows: the first Ctrl-C stops and keeps, the next one stops at once. */
function stoppable<T>(session: Session, id: string, follow: () => Promise<T>): Promise<T> {
  let stops = 0
  const stop = () => {
    stops += 1
    session.ask('run.stop', { id, keep: stops === 1 }).catch(() => {})
  }
  return onInterrupt(stop, follow)
}
