import type { Dataset } from '../../../contract/data/dataset.ts'
import { emptyRecipe, PictureRecipe } from '../../../contract/data/preprocessing.ts'
import type { EvaluateOrder, TrainOrder } from '../../../contract/engine.ts'
import { embeddingWords } from '../../../contract/graph/embedding-words.ts'
import { trainedTask } from '../../../contract/graph/trained-task.ts'
import { inputShape, type ModelDocument } from '../../../contract/model/model.ts'
import type { TrainingSettings } from '../../../contract/training/training.ts'
import type { DataContext, Progress } from '../context.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { readPipeline } from '../pipeline/read-pipeline.ts'
import { runInWorker } from '../workers/run-in-worker.ts'
import { release } from './leases.ts'
import { packedLimit } from './packed-limit.ts'

/**
 * Packs a data set for a model; `earlier`: as a run that goes on was prepared, which is not learnt anew. `pipeline` is the path of pipeline.json, to be copied into the run's folder;
 * `done` says that nobody reads `folder` any more: until then it is not removed.
 * @throws Fault `engine.shape-mismatch`, `data.no-room`, `data.single-class`, `data.file-changed`, `data.path-missing`, `cancelled`
 */
export async function prepareTraining(
  ctx: DataContext,
  dataset: Dataset,
  model: ModelDocument,
  settings: TrainingSettings,
  seed: number,
  progress?: Progress,
  signal?: AbortSignal,
  earlier: Pipeline | null = null,
): Promise<
  Pick<TrainOrder, 'validation' | 'without'> & { folder: string; pipeline: string; done: () => void }
> {
  const { home } = ctx
  const { validationSplit, splitKind, fold } = settings
  const split = { settings: { validationSplit, splitKind, fold }, seed }
  const job = {
    home,
    dataset: scaledFor(model, dataset),
    shape: inputShape(model) ?? [],
    task: trainedTask(dataset, model),
    words: embeddingWords(model),
    split,
    pipeline: earlier,
    predict: false,
    limit: packedLimit(ctx),
  }
  const { folder, validation, without, pipeline, lease } = await runInWorker('pack', job, progress, signal)
  return { folder, validation, without, pipeline, done: () => lease && release(lease) }
}

/**
 * Packs every part of a data set as a run's own data was packed. `on` is what to evaluate on: the rows `split` holds
 * out for good, or else for validation, where the run is measured on its own data again; else the test part, else validation, else all there is.
 * `names`: what the items of a part are called.
 */
export async function prepareEvaluation(
  ctx: DataContext,
  dataset: Dataset,
  runFolder: string,
  model: ModelDocument,
  split: { settings: TrainingSettings; seed: number } | null,
  progress?: Progress,
  signal?: AbortSignal,
): Promise<{ folder: string; on: EvaluateOrder['on']; names: (part: string) => string[]; done: () => void }> {
  const { home } = ctx
  const pipeline = await readPipeline(runFolder)
  const job = {
    home,
    dataset,
    shape: inputShape(model) ?? [],
    task: pipeline.task,
    words: embeddingWords(model),
    split,
    pipeline,
    predict: false,
    limit: packedLimit(ctx),
  }
  const { folder, validation, test, items, counts, lease } = await runInWorker('pack', job, progress, signal)
  const there = dataset.parts.map(({ part }) => part)
  const part = (['test', 'validation'] as const).find((name) => there.includes(name)) ?? 'train'
  const on = test ? { heldOut: test } : (validation ?? { part })
  const names = (part: string) => {
    const at = counts.findIndex((one) => one.part === part)
    const from = counts.slice(0, at).reduce((sum, { count }) => sum + count, 0)
    return items.slice(from, from + (counts[at]?.count ?? 0))
  }
  return { folder, on, names, done: () => lease && release(lease) }
}

/** A model whose base was trained before reads pictures scaled as they were then. */
function scaledFor({ base }: ModelDocument, dataset: Dataset): Dataset {
  if (!base) return dataset
  const recipe = dataset.preprocessing ?? emptyRecipe
  const picture = { ...PictureRecipe.parse(recipe.picture ?? {}), normalise: base.normalise }
  return { ...dataset, preprocessing: { ...recipe, picture } }
}
