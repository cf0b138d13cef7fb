import type { Dataset } from '../../../contract/data/dataset.ts'
import type { LabelScale } from '../../../contract/data/packed.ts'
import { emptyRecipe, PictureRecipe } from '../../../contract/data/preprocessing.ts'
import type { TrainOrder } from '../../../contract/engine.ts'
import { embeddingWords } from '../../../contract/graph/embedding-words.ts'
import { trainedTask } from '../../../contract/graph/trained-task.ts'
import { inputShape, type ModelDocument } from '../../../contract/model/model.ts'
import type { TrainingSettings } from '../../../contract/training/training.ts'
import type { DataContext, Progress } from '../context.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { readPipeline } from '../pipeline/read-pipeline.ts'
import { runInWorker } from '../workers/run-in-worker.ts'
import { release } from './leases.ts'
import type { Packed } from './pack.ts'
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
  Pick<TrainOrder, 'validation' | 'without'> &
    Pick<Packed, 'folder' | 'pipeline' | 'baselines'> & { done: () => void }
> {
  const { home } = ctx
  const { validationSplit, splitKind, folds, fold } = settings
  const split = { settings: { validationSplit, splitKind, folds, fold }, seed }
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
  const { lease, ...packed } = await runInWorker('pack', job, progress, signal)
  const { folder, validation, without, pipeline, baselines } = packed
  return { folder, validation, without, pipeline, baselines, done: () => lease && release(lease) }
}

/**
 * Packs every part of a data set as a run's own data was packed. `measured` is what to evaluate on, where the run is measured on its
 * own data again by its `split`; `names`: what the items of a part are called; `forecast`: of how many windows of a time series to
 * tell what they ask for.
 */
export async function prepareEvaluation(
  ctx: DataContext,
  dataset: Dataset,
  runFolder: string,
  model: ModelDocument,
  split: { settings: TrainingSettings; seed: number } | null,
  progress?: Progress,
  signal?: AbortSignal,
  forecast = 0,
): Promise<
  Pick<Packed, 'folder' | 'measured'> & {
    names: (part: string) => string[]
    scale: LabelScale
    done: () => void
  }
> {
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
    forecast,
  }
  const { folder, measured, items, counts, lease } = await runInWorker('pack', job, progress, signal)
  const names = (part: string) => {
    const at = counts.findIndex((one) => one.part === part)
    const from = counts.slice(0, at).reduce((sum, { count }) => sum + count, 0)
    return items.slice(from, from + (counts[at]?.count ?? 0))
  }
  return { folder, measured, names, scale: pipeline.label, done: () => lease && release(lease) }
}

/** A model whose base was trained before reads pictures scaled as they were then. */
function scaledFor({ base }: ModelDocument, dataset: Dataset): Dataset {
  if (!base) return dataset
  const recipe = dataset.preprocessing ?? emptyRecipe
  const picture = { ...PictureRecipe.parse(recipe.picture ?? {}), normalise: base.normalise }
  return { ...dataset, preprocessing: { ...recipe, picture } }
}
