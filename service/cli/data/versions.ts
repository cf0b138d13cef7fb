import { join, resolve } from 'node:path'
import type { FileList } from '../../../contract/data/dataset-files.ts'
import { cancellable } from '../cancellable.ts'
import type { Session } from '../open-session.ts'
import { type Output, table } from '../output.ts'

/** Looks whether the files are still those that were imported; false where they are not. */
export async function checkCommand(session: Session, output: Output, id: string): Promise<boolean> {
  const report = await cancellable(session, output, (task) => session.ask('dataset.check', { id, task }))
  output.line({ event: 'result', ...report })
  name(output, 'changed', report.changed)
  name(output, 'missing', report.missing)
  const fine = report.changed.count + report.missing.count === 0
  if (fine) output.text(`All ${report.files} files are as they were imported.`)
  else
    output.text(
      `lathe data rescan, leave-out or repoint ${JSON.stringify(id)}: take them in as they are, go on without them, or say where they are.`,
    )
  return fine
}

/** `lathe data rescan`; without `save` it only says what is new. */
export async function rescanCommand(session: Session, output: Output, id: string, save: boolean) {
  const report = await cancellable(session, output, (task) =>
    session.ask('dataset.rescan', { id, task, save }),
  )
  const { version } = await session.ask('dataset.get', { id })
  output.line({ event: 'result', version, ...report })
  name(output, 'added', report.added)
  name(output, 'removed', report.removed)
  name(output, 'changed', report.changed)
  output.text(`${report.itemsBefore} items before, ${report.items} now; version ${version}.`)
}

/** `lathe data leave-out` */
export async function leaveOutCommand(session: Session, output: Output, id: string) {
  const dataset = await cancellable(session, output, (task) => session.ask('dataset.leaveOut', { id, task }))
  output.line({ event: 'result', version: dataset.version, items: dataset.items })
  output.text(`${dataset.items} items; version ${dataset.version}.`)
}

/** `lathe data repoint`; without `save` it only says how many files are found. */
export async function repointCommand(
  session: Session,
  output: Output,
  id: string,
  folder: string,
  save: boolean,
) {
  const to = resolve(folder)
  const report = await cancellable(session, output, (task) =>
    session.ask('dataset.repoint', { id, to, task, save }),
  )
  output.line({ event: 'result', ...report })
  name(output, 'missing', report.missing)
  output.text(`${report.found} of ${report.files} files found in ${to}.`)
  return report.missing.count === 0
}

/** `lathe data gather` */
export async function gatherCommand(session: Session, output: Output, id: string, folder: string) {
  const { name: title } = await session.ask('dataset.get', { id })
  const report = await cancellable(session, output, (task) =>
    session.ask('dataset.gather', { id, to: resolve(folder), task }),
  )
  output.line({ event: 'result', ...report })
  output.text(
    `${title}: ${report.files} files copied. Import ${join(report.folder, '')} with any Lathe: it is the same data set.`,
  )
}

/** `lathe data versions` */
export async function versionsCommand(session: Session, output: Output, id: string) {
  const versions = await session.ask('dataset.versions', { id })
  for (const version of versions) output.line(version)
  const rows = versions.map(({ version, createdAt, items, digest, change }) => [
    String(version),
    new Date(createdAt).toISOString().slice(0, 16).replace('T', ' '),
    String(items),
    digest.slice(0, 12),
    change.message,
  ])
  output.text(table([['version', 'made (UTC)', 'items', 'digest', 'change'], ...rows]))
}

/** `lathe data restore` */
export async function restoreCommand(session: Session, output: Output, id: string, version: string) {
  const dataset = await session.ask('dataset.restore', { id, version: Number(version) })
  output.line({ event: 'result', version: dataset.version, digest: dataset.digest, items: dataset.items })
  output.text(`Version ${dataset.version} holds what version ${version} held.`)
}

function name(output: Output, what: string, { count, names }: FileList) {
  for (const file of names) output.text(`${what}: ${file}`)
  if (count > names.length) output.text(`${what}: and ${count - names.length} more`)
}
