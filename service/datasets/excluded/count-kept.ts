import type { Dataset, PartSummary } from '../../../contract/data/dataset.ts'
import type { Hooks } from '../context.ts'
import { readClassNumbers } from '../idx/read-pair.ts'
import { summarise } from '../import/parts.ts'
import { countParts } from '../tables/count-parts.ts'
import { openDuck } from '../tables/duck.ts'
import { openTables } from '../tables/table-sql.ts'
import type { Manifest } from '../versions/manifest.ts'
import { keptFiles, keptRows } from './kept.ts'

/** Items and classes of each part without what `dataset.excluded` leaves out. The classes stay, also those that end up with no item. */
export async function countKept(dataset: Dataset, manifest: Manifest, hooks: Hooks): Promise<PartSummary[]> {
  if (manifest.tables.length) {
    const duck = await openDuck(hooks)
    try {
      await openTables(duck, manifest.tables, dataset.excluded.rows)
      return await countParts(duck, dataset)
    } finally {
      await duck.close()
    }
  }
  if (!manifest.idx.length) return summarise(dataset.classes, keptFiles(dataset, manifest.files))
  const labels: Parameters<typeof summarise>[1] = []
  for (const pair of manifest.idx) {
    const { part } = pair
    const values = await readClassNumbers(pair)
    if (!values) continue
    const rows = keptRows(dataset, part, values.length) ?? Array.from(values).keys()
    for (const row of rows) labels.push({ part, label: values[row] as number })
  }
  return summarise(dataset.classes, labels)
}
