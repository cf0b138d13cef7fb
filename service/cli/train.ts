import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Dataset } from '../../contract/dataset.ts'
import type { EpochPoint, Run, RunProgress } from '../../contract/run.ts'
import type { Session } from './open-session.ts'
import { type Output, short } from './output.ts'

export interface TrainOptions {
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
  shuffle?: boolean
  seed?: number
  compile?: boolean
  weights?: string
}

/** Trains and shows it; gives whether it ended well. Ctrl-C stops and keeps, a second one stops at once. */
export async function train(session: Session, output: Output, options: TrainOptions): Promise<boolean> {
  const dataset = await findData(session, output, options.data)
  const source = existsSync(options.model) ? resolve(options.model) : options.model
  const model = await session.ask('model.read', { source, dataset: dataset.id })
  const { data: _data, model: _model, name, weights, split, ...given } = options
  const settings = { ...given, ...(split ? { splitKind: split } : {}) }
  const run = await session.ask('run.start', {
    dataset: dataset.id,
    model,
    // Parsed with everything else at the service's door, which names what it refuses.
    settings: settings as never,
    weights: weights ? resolve(weights) : null,
    ...(name ? { name } : {}),
  })
  const ended = await follow(session, output, run)
  output.line({
    event: 'result',
    run: ended.id,
    status: ended.status,
    device: ended.device,
    compiled: ended.resolved?.compiled ?? false,
    seconds: ((ended.endedAt ?? 0) - (ended.startedAt ?? 0)) / 1000,
    ...(ended.failure ? { failure: ended.failure } : {}),
  })
  output.text(
    ended.failure
      ? `${ended.name}: ${ended.failure.message} ${ended.failure.hint ?? ''}`
      : `${ended.name} (${ended.id}) ${ended.status}.`,
  )
  return ended.status === 'finished' || ended.status === 'stopped'
}

/** A data set by its name or id; a path is imported, unless the same data was imported before. */
export async function findData(session: Session, output: Output, data: string): Promise<Dataset> {
  if (!existsSync(data)) return session.ask('dataset.get', { id: data })
  const path = resolve(data)
  const known = await session.ask('dataset.list', {})
  for (const row of known) {
    const dataset = await session.ask('dataset.get', { id: row.id })
    if (dataset.paths.length === 1 && dataset.paths[0] === path) return dataset
  }
  return importPaths(session, output, [path])
}

/** Imports with its progress shown. */
export async function importPaths(
  session: Session,
  output: Output,
  paths: string[],
  name?: string,
): Promise<Dataset> {
  const task = randomUUID()
  const off = session.on('task.changed', (tasks) => {
    for (const { id, title, done, total, unit } of tasks)
      if (id === task) output.progress(`Importing ${title}: ${done}${total ? ` of ${total}` : ''} ${unit}`)
  })
  const dataset = await session.ask('dataset.import', {
    paths: paths.map((path) => resolve(path)),
    task,
    options: name ? { name } : {},
  })
  off()
  output.text(
    `${dataset.name}: ${dataset.items} items, ${dataset.classes.length} classes, ${dataset.skipped.length} files left out.`,
  )
  return dataset
}

function follow(session: Session, output: Output, id: string): Promise<Run> {
  let stops = 0
  const stop = () => {
    stops += 1
    session.ask('run.stop', { id, keep: stops === 1 }).catch(() => {})
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  const told = new Set<number>()
  const tell = (point: EpochPoint) => {
    if (told.has(point.epoch)) return
    told.add(point.epoch)
    output.line({ event: 'epoch', epoch: point.epoch, seconds: point.seconds, ...point.metrics })
    output.text(
      `epoch ${point.epoch}  ${Object.entries(point.metrics)
        .map(([name, value]) => `${name} ${short(value)}`)
        .join('  ')}  (${short(point.seconds)} s)`,
    )
  }
  return new Promise((done, broken) => {
    const look = async () => {
      const run = await session.ask('run.get', { id })
      if (!run.endedAt) return
      run.epochs.forEach(tell)
      process.off('SIGINT', stop).off('SIGTERM', stop)
      done(run)
    }
    session.on('run.points', (batches) => {
      for (const { run, epochs, progress, steps } of batches) {
        if (run !== id) continue
        epochs.forEach(tell)
        if (progress) output.progress(bar(progress, steps.at(-1)?.metrics.loss))
      }
    })
    session.on('tables.changed', () => void look().catch(broken))
    look().catch(broken)
  })
}

function bar({ step, steps, epoch, epochs, secondsLeft }: RunProgress, loss: number | undefined): string {
  const filled = Math.round((step / Math.max(steps, 1)) * 24)
  const left = secondsLeft === null ? '' : `  ${Math.round(secondsLeft)} s left`
  return `epoch ${epoch}/${epochs} [${'='.repeat(filled)}${' '.repeat(24 - filled)}] step ${step}/${steps}  loss ${short(loss)}${left}`
}
