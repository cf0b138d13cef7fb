import { rm } from 'node:fs/promises'
import { Fault } from '../../contract/failure.ts'
import type { Prediction, Reconstruction } from '../../contract/training/run.ts'
import type { Core } from '../app/core.ts'
import type { Progress } from '../datasets/context.ts'
import { preparePrediction } from '../datasets/packed/prepare-prediction.ts'
import { prepareEvaluation } from '../datasets/packed/prepare-training.ts'
import { drawBytes } from '../datasets/pictures/draw-bytes.ts'
import type { PictureInput } from '../datasets/pipeline/pipeline.ts'
import { readPipeline } from '../datasets/pipeline/read-pipeline.ts'
import { versionSeen } from '../datasets/versions/read-version.ts'
import { askEngine } from '../jobs/ask-engine.ts'
import { runFolder } from './folder.ts'
import type { StoredRun } from './stored.ts'
import { withWeights } from './with-weights.ts'

/** Of an autoencoder: how far off it is at each of new pictures, as the mean squared error. */
export function reconstructionErrors(
  core: Core,
  run: StoredRun,
  { paths, task }: { paths: string[]; task: string },
): Promise<Prediction[]> {
  return core.tasks.run({ id: task, kind: 'predict', title: run.name }, async (progress, signal) => {
    const { errors, names } = await ofPaths(core, run, { paths, count: 0 }, progress, signal)
    return errors.map((prediction, at) => ({ item: names[at] ?? '', prediction, scores: {} }))
  })
}

/**
 * What an autoencoder makes of pictures: of those held out from training that it is furthest off at, or of new ones in their order.
 * @throws Fault `run.unknown`, `run.no-weights`, `run.gives-no-pictures`, `dataset.unknown`, `cancelled`
 */
export function reconstructWithRun(
  core: Core,
  input: { id: string; paths?: string[] | undefined; count: number; task: string },
): Promise<{ items: number; shown: Reconstruction[] }> {
  const run = withWeights(core, input.id)
  if (run.task !== 'reconstruction') throw new Fault('run.gives-no-pictures', { name: run.name })
  const { paths, count, task } = input
  return core.tasks.run({ id: task, kind: 'evaluate', title: run.name }, async (progress, signal) => {
    const { errors, names, shown } = paths
      ? await ofPaths(core, run, { paths, count }, progress, signal)
      : await ofHeldOut(core, run, count, progress, signal)
    const { input } = await readPipeline(runFolder(core.home, run.id))
    const drawn = shown.map(async ({ row, error, given, made }) => {
      const [before, after] = await Promise.all([given, made].map((one) => urlOf(one, input as PictureInput)))
      return { item: names[row] ?? '', error, given: before ?? '', made: after ?? '' }
    })
    return { items: errors.length, shown: await Promise.all(drawn) }
  })
}

async function ofPaths(
  core: Core,
  run: StoredRun,
  { paths, count }: { paths: string[]; count: number },
  progress: Progress,
  signal: AbortSignal,
) {
  const folder = runFolder(core.home, run.id)
  const data = await preparePrediction(core, folder, run.model, paths, progress, signal)
  try {
    const of = { model: run.model, folder, data: data.folder, on: { part: 'predict' as const } }
    const order = { kind: 'reconstruct' as const, ...of, shown: count, from: 'first' as const }
    return { ...(await askEngine(core, order, signal)), names: data.items }
  } finally {
    await rm(data.folder, { recursive: true, force: true })
  }
}

async function ofHeldOut(core: Core, run: StoredRun, count: number, progress: Progress, signal: AbortSignal) {
  const folder = runFolder(core.home, run.id)
  const split = run.resolved ? { settings: run.settings, seed: run.resolved.seed } : null
  const data = await prepareEvaluation(
    core,
    versionSeen(core, run),
    folder,
    run.model,
    split,
    progress,
    signal,
  )
  const of = { model: run.model, folder, data: data.folder, on: data.measured.on }
  const order = { kind: 'reconstruct' as const, ...of, shown: count, from: 'worst' as const }
  const answer = await askEngine(core, order, signal).finally(data.done)
  return { ...answer, names: data.names(answer.part) }
}

const urlOf = async (base64: string, input: PictureInput) =>
  `data:image/png;base64,${(await drawBytes(Buffer.from(base64, 'base64'), input)).toString('base64')}`
