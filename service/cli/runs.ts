import { resolve } from 'node:path'
import type { Run, RunRow } from '../../contract/training/run.ts'
import { tellBaselines } from './baselines.ts'
import { cancellable } from './cancellable.ts'
import { findData } from './data/find-data.ts'
import { untilEnded } from './follow-run.ts'
import type { Session } from './open-session.ts'
import { type Output, short, table } from './output.ts'

/** The words other programs know: what is not over yet is `training`. */
const status = (run: Pick<RunRow, 'status'>) =>
  run.status === 'queued' || run.status === 'preparing' ? 'training' : run.status

/** `lathe runs` */
export async function listRuns(session: Session, output: Output) {
  const runs = await session.ask('run.list', {})
  for (const run of runs) output.line({ ...run, status: status(run) })
  const rows = runs.map((run) => [
    run.id,
    run.name,
    status(run),
    run.datasetName,
    String(run.epochsDone),
    short(run.best.val_accuracy ?? run.best.val_loss),
  ])
  output.text(table([['id', 'name', 'status', 'data', 'epochs', 'best'], ...rows]))
}

/** `lathe run` */
export async function showRun(session: Session, output: Output, id: string) {
  const run = await session.ask('run.get', { id })
  const epochs = run.epochs.map(({ epoch, seconds, metrics }) => ({ epoch, seconds, ...metrics }))
  output.line({ ...run, status: status(run), epochs })
  output.text(describeRun(run))
}

function describeRun(run: Run): string {
  const facts = [
    ['run', `${run.name} (${run.id})`],
    ['status', status(run)],
    ['data', `${run.datasetName}, version ${run.datasetVersion}`],
    ['model', `${run.modelName}, ${run.parameters ?? '?'} parameters`],
    ['device', run.device ?? ''],
    ['folder', run.folder],
    ...(run.failure ? [['failure', run.failure.message]] : []),
  ]
  const names = Object.keys(run.epochs[0]?.metrics ?? {})
  const epochs = run.epochs.map(({ epoch, metrics }) => [
    String(epoch),
    ...names.map((name) => short(metrics[name])),
  ])
  return `${table(facts)}\n\n${table([['epoch', ...names], ...epochs])}`
}

/** `lathe delete` */
export async function deleteRun(session: Session, output: Output, id: string) {
  const run = await session.ask('run.get', { id })
  await session.ask('run.delete', { ids: [run.id] })
  output.line({ event: 'result', run: run.id, deleted: true })
  output.text(`${run.name} is deleted for good.`)
}

/** `lathe stop`: comes back when the run has ended. */
export async function stopRun(session: Session, output: Output, id: string, keep: boolean) {
  const run = await session.ask('run.get', { id })
  await session.ask('run.stop', { id: run.id, keep })
  const ended = await untilEnded(session, run.id)
  output.line({ event: 'result', run: run.id, status: status(ended), kept: keep })
  output.text(`${run.name} ${status(ended)}${keep ? ' and keeps what it has learnt' : ''}.`)
}

/** `lathe pause`: comes back when everything is saved. */
export async function pauseRun(session: Session, output: Output, id: string) {
  const run = await session.ask('run.get', { id })
  await session.ask('run.pause', { id: run.id })
  const ended = await untilEnded(session, run.id)
  output.line({ event: 'result', run: run.id, status: status(ended) })
  output.text(`${run.name} ${status(ended)}.`)
}

/** `lathe predict` */
export async function predict(session: Session, output: Output, id: string, data: string) {
  const predictions = await cancellable(session, output, (task) =>
    session.ask('run.predict', { id, paths: [resolve(data)], task }),
  )
  for (const prediction of predictions) {
    output.line(prediction)
    const said = [prediction.prediction].flat().join(', ')
    output.text(`${prediction.item}  ${said || '-'}`)
  }
}

/** `lathe evaluate` */
export async function evaluate(session: Session, output: Output, id: string, data: string | undefined) {
  const dataset = data ? (await findData(session, output, data)).id : undefined
  const { metrics, items, baselines } = await cancellable(session, output, (task) =>
    session.ask('run.evaluate', { id, task, ...(dataset ? { dataset } : {}) }),
  )
  output.line({ event: 'result', run: id, items, ...metrics, ...(baselines.length ? { baselines } : {}) })
  output.text(table(Object.entries(metrics).map(([name, value]) => [name, short(value)])))
  tellBaselines(output, baselines)
}
