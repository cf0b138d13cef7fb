import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Dataset, ImportOptions } from '../../../contract/data/dataset.ts'
import { cancellable } from '../cancellable.ts'
import type { Session } from '../open-session.ts'
import type { Output } from '../output.ts'

/** A data set by its name or id; a path is imported, unless it was before and its files are still the same. */
export async function findData(
  session: Session,
  output: Output,
  data: string,
  options: ImportOptions = {},
): Promise<Dataset> {
  if (!existsSync(data)) return session.ask('dataset.get', { id: data })
  return importPaths(session, output, [data], options, true)
}

/** Imports with its progress shown; Ctrl-C cancels. @throws CallFailed */
export async function importPaths(
  session: Session,
  output: Output,
  paths: string[],
  options: ImportOptions,
  reuse = false,
): Promise<Dataset> {
  const dataset = await cancellable(session, output, (task) =>
    session.ask('dataset.import', {
      paths: paths.map((path) => resolve(path)),
      task,
      options,
      reuse,
    }),
  )
  const { items, classes, skipped } = dataset
  output.text(`${dataset.name}: ${items} items, ${classes.length} classes, ${skipped.length} files left out.`)
  return dataset
}
