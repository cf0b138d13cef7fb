import { rm } from 'node:fs/promises'
import type { Evaluation, Prediction } from '../../contract/training/run.ts'
import type { Core } from '../app/core.ts'
import { preparePrediction } from '../datasets/packed/prepare-prediction.ts'
import { prepareEvaluation } from '../datasets/packed/prepare-training.ts'
import { getDataset } from '../datasets/rows.ts'
import { versionSeen } from '../datasets/versions/read-version.ts'
import { askEngine } from '../jobs/ask-engine.ts'
import { changeRun } from './change.ts'
import { runFolder } from './folder.ts'
import { namePredictions } from './name-predictions.ts'
import { reconstructionErrors } from './reconstruct.ts'
import { withWeights } from './with-weights.ts'

/**
 * Measures a run on what its own data held back from training, or on another data set (by id or name). The first is
 * kept with the run.
 * @throws Fault `run.unknown`, `run.no-weights`, `dataset.unknown`, `cancelled`
 */
export function evaluateRun(
  core: Core,
  input: { id: string; dataset?: string; task: string },
): Promise<Evaluation> {
  const run = withWeights(core, input.id)
  const dataset = input.dataset ? getDataset(core.db, input.dataset) : versionSeen(core, run)
  const folder = runFolder(core.home, run.id)
  return core.tasks.run({ id: input.task, kind: 'evaluate', title: run.name }, async (progress, signal) => {
    // A later version has other rows than those that were held out.
    const own = dataset.id === run.datasetId && dataset.digest === run.datasetDigest
    const split = own && run.resolved ? { settings: run.settings, seed: run.resolved.seed } : null
    const data = await prepareEvaluation(core, dataset, folder, run.model, split, progress, signal)
    const order = {
      kind: 'evaluate' as const,
      model: run.model,
      settings: { ...run.settings, loss: run.resolved?.loss ?? run.settings.loss },
      data: data.folder,
      on: data.measured.on,
      folder,
    }
    const answer = await askEngine(core, order, signal).finally(data.done)
    const evaluation = { ...answer.evaluation, baselines: data.measured.baselines }
    // What is held out for good is the same for all folds: what each came to on its own stays for their mean.
    const another = run.crossValidation !== null && (dataset.split?.testShare ?? 0) > 0
    if (own && !another) changeRun(core, run.id, { evaluation })
    return evaluation
  })
}

/**
 * What a run says of new items.
 * @throws Fault `run.unknown`, `run.no-weights`, `run.no-classes`, `cancelled`
 */
export function predictWithRun(
  core: Core,
  input: { id: string; paths: string[]; task: string },
): Promise<Prediction[]> {
  const run = withWeights(core, input.id)
  if (run.task === 'reconstruction') return reconstructionErrors(core, run, input)
  const folder = runFolder(core.home, run.id)
  return core.tasks.run({ id: input.task, kind: 'predict', title: run.name }, async (progress, signal) => {
    const data = await preparePrediction(core, folder, run.model, input.paths, progress, signal)
    try {
      const all = { on: null, most: null }
      const order = { kind: 'predict' as const, model: run.model, data: data.folder, ...all, folder }
      const answer = await askEngine(core, order, signal)
      return namePredictions(run, data.items, answer.outputs, data.scale)
    } finally {
      await rm(data.folder, { recursive: true, force: true })
    }
  })
}
