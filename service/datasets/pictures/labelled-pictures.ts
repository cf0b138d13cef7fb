import { basename, extname, sep } from 'node:path'
import { dataWarning, skippedFile } from '../../../contract/data-notes.ts'
import type { ImportOptions, ImportPlan } from '../../../contract/dataset.ts'
import type { ItemFile } from '../class-folders.ts'
import type { Hooks } from '../context.ts'
import { partNames } from '../parts.ts'
import { isMissing } from '../tables/cells.ts'
import { checkTable } from '../tables/check-table.ts'
import { openDuck } from '../tables/duck.ts'
import { sniffTable } from '../tables/sniff-table.ts'
import { cell, openTables } from '../tables/table-sql.ts'

const labelNames = ['label', 'labels', 'class', 'category', 'target', 'species', 'breed', 'diagnosis', 'y']
/** Rows that name no picture are named up to this many. */
const mostNamed = 1000

/**
 * The pictures with the class that a table beside them gives each: one of its columns names the file (its path, its name,
 * or that without the ending), another its class. null where no table does so for a picture of two classes or more.
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
    const read = await readCells(table, hooks)
    if (!read) continue
    const { names, rows } = read
    const found = (column: number) => rows.filter((row) => index.get(keyOf(row[column] ?? ''))).length
    const counts = names.map((_, column) => found(column))
    const files = counts.indexOf(Math.max(...counts))
    if ((counts[files] ?? 0) * 2 < Math.min(rows.length, pictures.length)) continue
    const label = labelColumn(names, files, options.target)
    if (label < 0) continue
    const classes = new Map<string, string>()
    const lost: string[] = []
    for (const row of rows) {
      const path = index.get(keyOf(row[files] ?? ''))
      if (!path) lost.push(row[files] ?? '')
      else if (!isMissing(row[label] ?? '')) classes.set(path, row[label] ?? '')
    }
    if (new Set(classes.values()).size < 2) continue
    const file = basename(table)
    plan.skipped = plan.skipped.filter((one) => one.file !== table)
    for (const name of lost.slice(0, mostNamed))
      plan.skipped.push(skippedFile(table, 'lost-picture', { name }))
    for (const path of pictures)
      if (!classes.has(path)) plan.skipped.push(skippedFile(path, 'no-row', { table: file }))
    const values = { file, files: names[files] ?? '', label: names[label] ?? '' }
    plan.warnings.push(dataWarning('labelled-by', values))
    return [...classes].map(([path, className]) => ({ path, className, part: partOf(path) }))
  }
  return null
}

async function readCells(path: string, hooks: Hooks): Promise<{ names: string[]; rows: string[][] } | null> {
  const sniffed = await sniffTable(path).catch(() => null)
  if (!sniffed || sniffed.names.length < 2) return null
  const duck = await openDuck(hooks)
  try {
    const { dialect, rows } = await checkTable(duck, path, sniffed.dialect)
    if (!rows) return null
    await openTables(duck, [{ part: 'train', path, dialect }])
    const cells = sniffed.names.map((_, column) => cell(column)).join(', ')
    const read = await duck.rows(`SELECT ${cells} FROM data`)
    return { names: sniffed.names, rows: read.map((row) => row.map(String)) }
  } finally {
    await duck.close()
  }
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
