import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { PartName } from '../../../contract/dataset.ts'
import { fileOf } from '../manifest.ts'
import { partNames, summarise } from '../parts.ts'
import type { Scan, ScanHow } from '../scan.ts'
import { profileTable } from './profile-table.ts'
import { isMissing, readTable, type TableRead } from './read-table.ts'

/** Reads the tables, takes those with the same columns together, and finds out what the columns are. */
export async function scanTables(
  files: string[],
  { plan, manifest }: Scan,
  { options, deep, hooks }: ScanHow,
) {
  const reads: { path: string; part: PartName; table: TableRead }[] = []
  for (const path of files) {
    hooks.check()
    const skip = (code: string, reason: string) => plan.skipped.push({ file: path, code, reason })
    const { size } = await stat(path)
    if (size > 400 * 2 ** 20) {
      skip('table-too-big', 'it is larger than 400 MiB')
      continue
    }
    const table = await readTable(path)
    plan.skipped.push(...table.skipped)
    if (!table.rows.length) skip('empty-table', size ? 'it has no rows below its header' : 'it is empty')
    else if (table.names.length < 2) skip('one-column', 'it has one column only')
    else if (reads[0] && String(reads[0].table.names) !== String(table.names))
      skip('other-columns', 'its columns differ from the first table')
    else reads.push({ path, part: files.length > 1 ? partOf(path) : 'train', table })
    hooks.progress(reads.length, files.length, 'files')
  }
  const first = reads[0]
  if (!first) return
  const rows = reads.flatMap(({ table }) => table.rows)
  const profile = profileTable(first.table.names, rows, options)
  Object.assign(plan, { columns: profile.columns, task: profile.task, classes: profile.classes })
  plan.warnings.push(...profile.warnings)
  manifest.levels = profile.levels
  const at = first.table.names.indexOf(profile.target)
  const numbers = new Map(profile.classes.map((name, i) => [name, i]))
  const labels: { part: PartName; label: number }[] = []
  for (const { path, part, table } of reads) {
    manifest.tables.push({ part, path, dialect: table.dialect })
    manifest.files.push(await fileOf(path, part, -1, deep))
    for (const cells of table.rows)
      if (!isMissing(cells[at] ?? '')) labels.push({ part, label: numbers.get(cells[at] ?? '') ?? 0 })
  }
  plan.parts = summarise(profile.classes, labels)
}

/** The part that a word in the file's name says, such as `adult-test.csv`. */
function partOf(path: string): PartName {
  const word = basename(path)
    .toLowerCase()
    .match(/(?:^|[^a-z])(train|training|val|valid|validation|test|testing)(?:[^a-z]|$)/)?.[1]
  return (word && partNames[word]) || 'train'
}
