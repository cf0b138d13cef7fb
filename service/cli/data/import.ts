import type { ImportOptions } from '../../../contract/data/dataset.ts'
import type { Session } from '../open-session.ts'
import { type Output, table } from '../output.ts'
import { importPaths } from './find-data.ts'

/** `lathe import` */
export async function importCommand(
  session: Session,
  output: Output,
  paths: string[],
  options: ImportOptions,
) {
  const dataset = await importPaths(session, output, paths, options)
  const skipped = dataset.skipped.map(({ file, reason }) => ({ file, reason }))
  output.line({ event: 'result', dataset: dataset.id, name: dataset.name, items: dataset.items, skipped })
  for (const { file, reason } of skipped) output.text(`left out: ${file}: ${reason}`)
}

/** `lathe datasets` */
export async function listDatasets(session: Session, output: Output) {
  const datasets = await session.ask('dataset.list', {})
  for (const dataset of datasets) output.line(dataset)
  const rows = datasets.map(({ id, name, kind, items, classCount }) => [
    id,
    name,
    kind,
    String(items),
    String(classCount),
  ])
  output.text(table([['id', 'name', 'kind', 'items', 'classes'], ...rows]))
}

/** `lathe dataset` */
export async function showDataset(session: Session, output: Output, id: string) {
  const dataset = await session.ask('dataset.get', { id })
  output.line(dataset)
  const parts = dataset.parts.map(({ part, items, classes }) => [
    part,
    String(items),
    classes.map(({ name, count }) => `${name} ${count}`).join(', '),
  ])
  output.text(
    `${dataset.name} (${dataset.kind}, version ${dataset.version})\n${table([['part', 'items', 'classes'], ...parts])}`,
  )
  for (const { file, reason } of dataset.skipped) output.text(`left out: ${file}: ${reason}`)
}
