import { basename, extname, sep } from 'node:path'
import { dataWarning, skippedFile } from '../../../contract/data/data-notes.ts'
import type { ImportOptions, ImportPlan } from '../../../contract/data/dataset.ts'
import type { Hooks } from '../context.ts'
import type { ItemFile } from '../import/class-folders.ts'
import { partNames } from '../import/parts.ts'
import { isMissing, isYes, numberOf } from '../tables/cells.ts'
import { checkTable } from '../tables/check-table.ts'
import { openDuck } from '../tables/duck.ts'
import { isQuantity } from '../tables/roles/assign-roles.ts'
import { type FoundLabels, findLabels } from '../tables/roles/find-labels.ts'
import { askedTargets } from '../tables/roles/pick-target.ts'
import { type ColumnProfile, profileTable } from '../tables/roles/profile-table.ts'
import { sniffTable } from '../tables/sniff/sniff-table.ts'
import { openTables } from '../tables/table-sql.ts'

const labelNames = ['label', 'labels', 'class', 'category', 'target', 'species', 'breed', 'diagnosis', 'y']
/** Rows that name no picture are named up to this many. */
const mostNamed = 1000

/**
 * The pictures with the class or the labels that a table beside them gives each: one of its columns names the file (its path, its name,
 * or that without the ending), another its class; or several labels stand in one cell, or in columns of 0 and 1. null where no table does so
 * for pictures of two classes or more. Tells the plan how it was read.
 */
export async function labelledPictures(
  pictures: string[],
  tables: string[],
  plan: ImportPlan,
  options: ImportOptions,
  hooks: Hooks,
): Promise<ItemFile[] | null> {
  const index = indexOf(pictures)
  for (const table of tables) {
    const read = await readLabels(table, index, pictures.length, options, hooks)
    if (!read) continue
    const { files, label, rows, several, values } = read
    const items = new Map<string, Said>()
    const lost: string[] = []
    for (const { name, said } of rows) {
      const path = index.get(keyOf(name))
      if (!path) lost.push(name)
      else if (said) items.set(path, said)
    }
    if (new Set([...items.values()].map(String)).size < 2) continue
    const file = basename(table)
    plan.skipped = plan.skipped.filter((one) => one.file !== table)
    for (const name of lost.slice(0, mostNamed))
      plan.skipped.push(skippedFile(table, 'lost-picture', { name }))
    for (const path of pictures)
      if (!items.has(path)) plan.skipped.push(skippedFile(path, 'no-row', { table: file }))
    plan.warnings.push(
      values
        ? dataWarning('valued-by', { file, files, values: values.join(', ') })
        : dataWarning('labelled-by', { file, files, label }),
    )
    if (values) {
      plan.task = 'regression'
      plan.values = values
      return [...items].map(([path, own]) => ({
        path,
        part: partOf(path),
        className: '',
        values: own as number[],
      }))
    }
    // Columns of which each row has exactly one set are classes, one-hot.
    const one =
      !several || (several.separator === null && [...items.values()].every(({ length }) => length === 1))
    if (several && !one) {
      plan.task = 'multilabel'
      plan.labels = { separator: several.separator }
      plan.classes = several.classes
    }
    return [...items].map(([path, own]) => ({
      path,
      part: partOf(path),
      ...(one ? { className: String(own[0] ?? '') } : { className: '', labels: own as string[] }),
    }))
  }
  return null
}

/** Labels of a picture, or values to predict. */
type Said = string[] | number[]

interface ReadLabels {
  /** Names of the columns that the pictures and their labels stand in. */
  files: string
  label: string
  several: FoundLabels | null
  /** Names of the columns of values to predict; null where there are labels. */
  values: string[] | null
  /** `said`: null where a row says nothing. */
  rows: { name: string; said: Said | null }[]
}

/** What a table says of pictures; null where it names too few of them, or no column is plainly that of the classes. */
async function readLabels(
  path: string,
  index: ReturnType<typeof indexOf>,
  pictures: number,
  options: ImportOptions,
  hooks: Hooks,
): Promise<ReadLabels | null> {
  const sniffed = await sniffTable(path, options.reading).catch(() => null)
  if (!sniffed || sniffed.names.length < 2) return null
  const { names } = sniffed
  const duck = await openDuck(hooks)
  try {
    const { dialect, rows: count } = await checkTable(duck, path, sniffed.dialect)
    if (!count) return null
    await openTables(duck, [{ part: 'train', path, dialect }])
    const cells = (await duck.rows(`SELECT * EXCLUDE (part) FROM data`)).map((row) => row.map(String))
    const found = names.map((_, column) => cells.filter((row) => index.get(keyOf(row[column] ?? ''))).length)
    const files = found.indexOf(Math.max(...found))
    if ((found[files] ?? 0) * 2 < Math.min(cells.length, pictures)) return null
    const { profiles } = await profileTable(duck, names)
    const values = valueColumns(profiles, names[files] ?? '', options)
    const several = values ? null : await findLabels(duck, profiles, options, names[files])
    const label = several || values ? -1 : labelColumn(names, files, options.target)
    if (!several && !values && label < 0) return null
    const rows = cells.map((row) => ({
      name: row[files] ?? '',
      said: values
        ? valuesOf(row, names, values)
        : several
          ? labelsOf(row, names, several)
          : isMissing(row[label] ?? '')
            ? null
            : [row[label] ?? ''],
    }))
    const targets = values ?? several?.targets ?? [names[label] ?? '']
    return { files: names[files] ?? '', label: targets.join(', '), several, values, rows }
  } finally {
    await duck.close()
  }
}

/**
 * The columns of values to predict: those that were asked for, or the one that is called so, else all but the file's; null where they are
 * not numbers, or only a few whole ones, which are classes as they are in a table.
 */
function valueColumns(profiles: ColumnProfile[], files: string, options: ImportOptions): string[] | null {
  if (options.labels === 'one' || options.labels === 'several') return null
  const names = profiles.map(({ column }) => column.name)
  const plain = labelColumn(names, names.indexOf(files), options.target)
  const asked = askedTargets(options, names)
  const chosen =
    asked.length > 1 ? asked : plain >= 0 ? [names[plain] ?? ''] : names.filter((name) => name !== files)
  const own = profiles.filter(({ column }) => chosen.includes(column.name))
  const numbers = own.length > 0 && own.every(({ column }) => column.type === 'number')
  return numbers && (options.labels === 'values' || own.some(isQuantity)) ? chosen : null
}

/** The values of a row; null where one is missing. */
function valuesOf(row: string[], names: string[], columns: string[]): number[] | null {
  const values = columns.map((name) => numberOf(row[names.indexOf(name)] ?? ''))
  return values.some(Number.isNaN) ? null : values
}

/** The labels of a row. An empty cell has none of them, which is known; an empty flag is not known. */
function labelsOf(
  row: string[],
  names: string[],
  { targets, separator, classes }: FoundLabels,
): string[] | null {
  const own = targets.map((name) => row[names.indexOf(name)] ?? '')
  if (separator !== null) {
    const parts = (own[0] ?? '').split(separator).map((one) => one.trim())
    return [...new Set(parts.filter((one) => classes.includes(one)))]
  }
  return own.some(isMissing) ? null : targets.filter((_, at) => isYes(own[at] ?? ''))
}

/** The column that was asked for, else one that is called so, else the only other one; -1 where none is plain. */
function labelColumn(names: string[], files: number, asked: string | undefined): number {
  const place = (name: string) =>
    names.findIndex((one, column) => column !== files && one.trim().toLowerCase() === name.toLowerCase())
  if (asked !== undefined) return place(asked)
  const named = labelNames.map(place).find((column) => column >= 0)
  return named ?? (names.length === 2 ? 1 - files : -1)
}

const keyOf = (name: string) =>
  name
    .trim()
    .replaceAll('\\', '/')
    .replace(/^(\.?\/)+/, '')

/** Every ending of a picture's path, with the file's ending and without; undefined what two pictures share. */
function indexOf(pictures: string[]): Map<string, string | undefined> {
  const index = new Map<string, string | undefined>()
  for (const path of pictures) {
    const pieces = path.split(sep)
    for (let from = Math.max(0, pieces.length - 5); from < pieces.length; from++) {
      const whole = pieces.slice(from).join('/')
      for (const key of [whole, whole.slice(0, whole.length - extname(whole).length)])
        index.set(key, index.has(key) && index.get(key) !== path ? undefined : path)
    }
  }
  return index
}

/** The part that a folder above the picture is named for. */
function partOf(path: string): ItemFile['part'] {
  const folders = path.split(sep).slice(-3, -1)
  return folders.map((name) => partNames[name.toLowerCase()]).findLast((part) => part) ?? 'train'
}
