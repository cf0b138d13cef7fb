import type { PartName, SamplePage } from '../../../contract/dataset.ts'
import type { Hooks } from '../context.ts'
import type { SampleJob } from '../samples.ts'
import { openDuck, quote } from './duck.ts'
import { cell, openTables } from './table-sql.ts'

/** A page of a table's rows, in the order of the files. */
export async function tableSamples(
  { dataset, manifest, query }: SampleJob,
  hooks: Hooks,
): Promise<SamplePage> {
  const duck = await openDuck(hooks)
  try {
    await openTables(duck, manifest.tables)
    const target = dataset.columns.findIndex(({ role }) => role === 'target')
    const wanted = [
      ...(query.part ? [`part = ${quote(query.part)}`] : []),
      ...(query.className ? [`${cell(target)} = ${quote(query.className)}`] : []),
    ].join(' AND ')
    const where = wanted ? `WHERE ${wanted}` : ''
    const [[total = 0] = []] = await duck.rows(`SELECT count(*)::INT FROM data ${where}`)
    const page = await duck.rows(`SELECT * FROM data ${where} LIMIT ${query.limit} OFFSET ${query.offset}`)
    const samples = page.map(([part, ...values], row) => {
      const cells = values.map(String)
      const file = manifest.tables.find((table) => table.part === part)?.path ?? ''
      const index = query.offset + row
      return { index, part: part as PartName, label: cells[target] ?? '', file, picture: null, cells }
    })
    return { total: Number(total), samples }
  } finally {
    await duck.close()
  }
}
