import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Dataset } from '../../../contract/data/dataset.ts'
import type { LabelScale } from '../../../contract/data/packed.ts'
import { embeddingWords } from '../../../contract/graph/embedding-words.ts'
import { inputShape, type ModelDocument } from '../../../contract/model/model.ts'
import { withoutArchives } from '../archives/without-archives.ts'
import type { DataContext, Progress } from '../context.ts'
import { readPipeline } from '../pipeline/read-pipeline.ts'
import { runInWorker } from '../workers/run-in-worker.ts'

/**
 * Packs new files as the run's own data was packed. `items` names them, in the order of the outputs (of a time series:
 * the last row that was read); `scale` makes values of outputs. Whoever asked
 * removes `folder` after use.
 * @throws Fault as planImport and importDataset, `data.wants-pictures`, `data.wants-table`, `data.column-missing`
 */
export async function preparePrediction(
  ctx: Pick<DataContext, 'home'>,
  runFolder: string,
  model: ModelDocument,
  paths: string[],
  progress?: Progress,
  signal?: AbortSignal,
): Promise<{ folder: string; items: string[]; scale: LabelScale }> {
  const { home } = ctx
  const pipeline = await readPipeline(runFolder)
  const id = randomUUID()
  const made = join(home, 'packed', `.reading-${id}`)
  try {
    const { input } = pipeline
    const wanted =
      input.kind === 'table' || input.kind === 'series'
        ? { kind: 'table' as const, columns: input.columns.map(({ name }) => name) }
        : input.kind === 'text' && input.column !== null
          ? { kind: 'table' as const, columns: [input.column] }
          : { kind: input.kind }
    const unpacked = await withoutArchives(home, paths, progress, signal)
    const read = { paths: unpacked, options: {}, folder: made, wanted }
    const { plan, digest } = await runInWorker('read', read, progress, signal)
    const dataset = Dataset.parse({ ...plan, id, version: 1, digest, createdAt: Date.now() })
    const job = {
      home,
      dataset,
      from: join(made, 'manifest.json'),
      shape: inputShape(model) ?? [],
      task: pipeline.task,
      words: embeddingWords(model),
      split: null,
      pipeline,
      predict: true,
      limit: null,
    }
    const { folder, items } = await runInWorker('pack', job, progress, signal)
    return { folder, items, scale: pipeline.label }
  } finally {
    await rm(made, { recursive: true, force: true })
  }
}
