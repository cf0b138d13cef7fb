import type { Dataset, PartName } from '../../contract/dataset.ts'
import type { TrainOrder } from '../../contract/engine.ts'
import { inputShape, type ModelDocument } from '../../contract/model.ts'
import type { TrainingSettings } from '../../contract/training.ts'
import type { DataContext, Progress } from './context.ts'
import { readPipeline } from './pack.ts'
import { readManifest } from './read-samples.ts'
import { runInWorker } from './run-in-worker.ts'

/**
 * Packs a data set for a model. `pipeline` is the path of pipeline.json, to be copied into the run's folder.
 * @throws Fault `engine.shape-mismatch`, `data.single-class`, `data.file-changed`, `data.path-missing`, `cancelled`
 */
export async function prepareTraining(
  ctx: Pick<DataContext, 'home'>,
  dataset: Dataset,
  model: ModelDocument,
  settings: TrainingSettings,
  seed: number,
  progress?: Progress,
  signal?: AbortSignal,
): Promise<{ folder: string; validation: TrainOrder['validation']; pipeline: string }> {
  const { home } = ctx
  const manifest = await readManifest(home, dataset)
  const { validationSplit, splitKind } = settings
  const split = { settings: { validationSplit, splitKind }, seed }
  const job = {
    home,
    dataset,
    manifest,
    shape: inputShape(model) ?? [],
    split,
    pipeline: null,
    predict: false,
  }
  const { folder, validation, pipeline } = await runInWorker('pack', job, progress, signal)
  return { folder, validation, pipeline }
}

/** Packs every part of a data set as a run's own data was packed. `part` is the one to evaluate on: test, else validation, else all there is. */
export async function prepareParts(
  ctx: Pick<DataContext, 'home'>,
  dataset: Dataset,
  runFolder: string,
  model: ModelDocument,
  progress?: Progress,
  signal?: AbortSignal,
): Promise<{ folder: string; part: PartName }> {
  const { home } = ctx
  const pipeline = await readPipeline(runFolder)
  const manifest = await readManifest(home, dataset)
  const job = {
    home,
    dataset,
    manifest,
    shape: inputShape(model) ?? [],
    split: null,
    pipeline,
    predict: false,
  }
  const { folder } = await runInWorker('pack', job, progress, signal)
  const there = dataset.parts.map(({ part }) => part)
  const part = (['test', 'validation'] as const).find((name) => there.includes(name)) ?? 'train'
  return { folder, part }
}
