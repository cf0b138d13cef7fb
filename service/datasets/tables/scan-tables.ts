import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { dataWarning, skippedFile } from '../../../contract/data/data-notes.ts'
import type { ImportOptions, PartName } from '../../../contract/data/dataset.ts'
import type { Reading } from '../../../contract/data/reading.ts'
import { isNpy } from '../idx/npy-file.ts'
import { partNames } from '../import/parts.ts'
import type { Scan, ScanHow } from '../import/scanned.ts'
import { noteOn } from '../import/unusable.ts'
import { findSeries } from '../series/find-series.ts'
import { fileOf } from '../versions/known-files.ts'
import type { Dialect, Manifest } from '../versions/manifest.ts'
import { checkTable } from './check-table.ts'
import { countParts } from './count-parts.ts'
import { type Duck, openDuck } from './duck.ts'
import { isExcel } from './excel/read-workbook.ts'
import { sniffExcel } from './excel/sniff-excel.ts'
import { sniffNumpy } from './numpy/sniff-numpy.ts'
import { assignRoles } from './roles/assign-roles.ts'
import { findLabels } from './roles/find-labels.ts'
import { profileTable } from './roles/profile-table.ts'
import { formatOf, sniffFields } from './sniff/sniff-fields.ts'
import { sniffTable } from './sniff/sniff-table.ts'
import { openTables } from './table-sql.ts'

/** Reads the tables, takes those with the same columns together, and finds out what the columns are. */
export async function scanTables(files: string[], into: Scan, how: ScanHow) {
  const { plan, manifest } = into
  const duck = await openDuck(how.hooks)
  try {
    // To check, to look over, to list values, to measure, to count the parts.
    if (files.length === 1) duck.expect(5)
    const names = await readTables(duck, files, into, how)
    if (!manifest.tables.length) return
    duck.expect(4 + Math.floor(names.length / 32))
    await openTables(duck, manifest.tables)
    const { rows, profiles } = await profileTable(duck, names)
    how.hooks.check()
    const options = withTargets(how.options, manifest)
    const several = how.loose ? null : await findLabels(duck, profiles, options)
    const roles = assignRoles(profiles, rows, options, several)
    manifest.levels = roles.levels
    plan.columns = roles.columns
    plan.task = roles.task
    plan.classes = roles.classes
    if (roles.labels) plan.labels = roles.labels
    const series = await findSeries(duck, roles, how.options.series)
    if (series) plan.series = series.series
    plan.warnings.push(...(series?.warnings ?? roles.warnings))
    plan.parts = await countParts(duck, roles)
  } finally {
    await duck.close()
  }
}

/** Checks each file and puts it into the manifest, or names it; gives the columns' names. */
async function readTables(duck: Duck, files: string[], { plan, manifest }: Scan, how: ScanHow) {
  const { loose, hooks } = how
  let names: string[] = []
  for (const [index, path] of files.entries()) {
    hooks.check()
    try {
      const { size } = await stat(path)
      const format = formatOf(path)
      const reading = how.options.reading ?? {}
      const sniffed = isExcel(path)
        ? await sniffExcel(path, reading)
        : isNpy(path)
          ? await sniffNumpy(path)
          : format
            ? await sniffFields(duck, path, format)
            : await sniffTable(path, reading)
      if (!sniffed) {
        plan.skipped.push(skippedFile(path, 'empty'))
        continue
      }
      const { counts } = sniffed
      const { dialect, skipped, rows } = sniffed.checked ?? (await checkTable(duck, path, sniffed.dialect))
      plan.skipped.push(...skipped)
      if (!rows) plan.skipped.push(skippedFile(path, size ? 'no-rows' : 'empty'))
      else if (sniffed.names.length < 2 && !loose) plan.skipped.push(skippedFile(path, 'one-column'))
      else if (names.length && String(names) !== String(sniffed.names))
        plan.skipped.push(skippedFile(path, 'other-columns'))
      else {
        names = sniffed.names
        const part = files.length > 1 ? partOf(path) : 'train'
        manifest.tables.push({ part, path, dialect })
        manifest.files.push(await fileOf(path, part, -1, how))
        if (dialect.labels)
          manifest.files.push(await fileOf(join(dirname(path), dialect.labels), part, -1, how))
        plan.reading ??= readingOf(dialect, sniffed.sheets)
        const file = basename(path)
        if (dialect.encoding !== 'utf-8')
          plan.warnings.push(dataWarning('encoding', { file, encoding: dialect.encoding.toUpperCase() }))
        if ((sniffed.sheets?.length ?? 0) > 1)
          plan.warnings.push(dataWarning('sheets', { file, sheet: dialect.sheet ?? '' }))
        if (counts)
          plan.warnings.push(dataWarning('count-line', { file, rows: counts.rows, columns: counts.columns }))
        else if (!dialect.header && !format) plan.warnings.push(dataWarning('no-header', { file }))
      }
    } catch (thrown) {
      plan.skipped.push(noteOn(path, thrown))
    }
    if (files.length > 1) hooks.progress(index + 1, files.length, 'files')
  }
  return names
}

/** Of arrays it is known what is to be predicted, unless the person says otherwise. */
function withTargets(options: ImportOptions, { tables }: Manifest): ImportOptions {
  const dialect = tables[0]?.dialect
  if (!dialect?.labels || options.target !== undefined || options.columns) return options
  return { ...options, target: dialect.fields.filter((name) => /^y(_\d+)?$/.test(name)).join(',') }
}

/** What the person may change of how a table is read. */
function readingOf({ format, encoding, delimiter, sheet }: Dialect, sheets: string[] = []): Reading {
  const delimited = format === 'delimited'
  return {
    encoding: delimited ? encoding : null,
    delimiter: delimited ? delimiter : null,
    sheet: sheet ?? null,
    sheets,
  }
}

/** The part that a word in the file's name says, such as `adult-test.csv`. */
function partOf(path: string): PartName {
  const word = basename(path)
    .toLowerCase()
    .match(/(?:^|[^a-z])(train|training|val|valid|validation|test|testing)(?:[^a-z]|$)/)?.[1]
  return (word && partNames[word]) || 'train'
}
