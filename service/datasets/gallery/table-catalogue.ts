import type { Dataset, PartName } from '../../../contract/data/dataset.ts'
import { type ItemKey, rowKey } from '../../../contract/data/excluded.ts'
import type { SampleQuery } from '../../../contract/data/samples.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Hooks } from '../context.ts'
import { openDuck, quote } from '../tables/duck.ts'
import { hasLabel } from '../tables/table-rows.ts'
import { cell, openTables } from '../tables/table-sql.ts'
import type { Manifest } from '../versions/manifest.ts'
import type { Catalogue } from './catalogue.ts'
import { copyRows, nothingLeftOut } from './copied-rows.ts'

const parts = ['train', 'validation', 'test'] as const

/**
 * The rows of tables, held open: a small table in memory, a large one read from its file until a copy is there that can be read from anywhere.
 * @param job of one that looks once: nothing is copied for it
 */
export async function tableCatalogue(dataset: Dataset, manifest: Manifest, job?: Hooks): Promise<Catalogue> {
  let closed = false
  const hooks: Hooks = job ?? {
    progress: () => {},
    check() {
      if (closed) throw new Fault('cancelled')
    },
  }
  const first = await openDuck(hooks)
  const held = await openTables(first, manifest.tables, nothingLeftOut, true)
  let [duck, numbered] = [first, 'numbered']
  // Where there is no room for a copy, or nobody looks any more, it stays as it is.
  const copying =
    held || job
      ? null
      : copyRows(manifest, hooks).then(
          (copy) => {
            ;[duck, numbered] = [copy, 'copied.numbered']
          },
          () => {},
        )
  const targets = dataset.columns.flatMap(({ role }, at) => (role === 'target' ? [at] : []))
  const cells = dataset.columns.map((_, index) => cell(index))
  const totals = new Map<string, number>()

  const total = async (where: string) => {
    const known = totals.get(where)
    if (known !== undefined) return known
    const [[count] = []] = await duck.rows(`SELECT count(*)::INT FROM ${numbered} WHERE ${where}`)
    totals.set(where, Number(count))
    return Number(count)
  }
  const wanted = (now: Dataset, query: SampleQuery, only: Set<ItemKey> | null) => {
    const left = now.excluded.rows
    const search = query.search?.trim()
    return [
      ...(query.part ? [`part = ${quote(query.part)}`] : []),
      ...(query.className ? [isOf(dataset, query.className)] : []),
      ...(search
        ? [`contains(lower(concat_ws(chr(10), ${cells.join(', ')})), ${quote(search.toLowerCase())})`]
        : []),
      ...(query.leftOut === undefined ? [] : [`${query.leftOut ? '' : 'NOT '}(${amongSql(left)})`]),
      ...(only ? [amongSql(rowsOf(only))] : []),
    ]
  }
  return {
    async page(now, query, only) {
      const where = wanted(now, query, only).join(' AND ') || 'true'
      const rows = await duck.rows(
        `SELECT part, row, ${cells.join(', ')} FROM ${numbered} WHERE ${where} LIMIT ${query.limit} OFFSET ${query.offset}`,
      )
      const left = new Map(parts.map((part) => [part as string, new Set(now.excluded.rows[part])]))
      const samples = rows.map(([part, row, ...values], at) => {
        const own = values.map(String)
        return {
          index: query.offset + at,
          key: rowKey(String(part), Number(row)),
          part: part as PartName,
          label: targets.map((at) => own[at] ?? '').join(', '),
          file: manifest.tables.find((table) => table.part === part)?.path ?? '',
          leftOut: left.get(String(part))?.has(Number(row)) ?? false,
          cells: own.map((one) => one.slice(0, 1000)),
        }
      })
      return { total: await total(where), samples }
    },
    picture: async () => null,
    async close() {
      closed = true
      await copying
      await first.close()
      if (duck !== first) await duck.close()
    },
  }
}

/** Whether a row is of a class, or has a label, in SQL. */
function isOf(dataset: Dataset, className: string): string {
  if (dataset.task === 'multilabel') return `${hasLabel(dataset, className)} = 1`
  return `${cell(dataset.columns.findIndex(({ role }) => role === 'target'))} = ${quote(className)}`
}

/** Whether a row is one of some. */
function amongSql(rows: Dataset['excluded']['rows']): string {
  const own = parts
    .filter((part) => rows[part].length)
    .map((part) => `(part = '${part}' AND row IN (${rows[part].join(', ')}))`)
  return own.length ? `(${own.join(' OR ')})` : 'false'
}

function rowsOf(keys: Set<ItemKey>): Dataset['excluded']['rows'] {
  const rows: Record<PartName, number[]> = { train: [], validation: [], test: [] }
  for (const key of keys) {
    const [part, row] = key.split('#')
    rows[part as PartName]?.push(Number(row))
  }
  return rows
}
