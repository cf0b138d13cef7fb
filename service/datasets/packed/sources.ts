import type { Dataset } from '../../../contract/data/dataset.ts'
import type { TrainedTask } from '../../../contract/data/learning-task.ts'
import { Fault } from '../../../contract/failure.ts'
import { keptFiles } from '../excluded/kept.ts'
import { idxSource } from '../idx/idx-source.ts'
import { partOrder } from '../import/parts.ts'
import { pictureSource } from '../pictures/picture-source.ts'
import { seriesSource, type Windows } from '../series/series-source.ts'
import type { Duck } from '../tables/duck.ts'
import { tableSource } from '../tables/table-source.ts'
import { textSource } from '../texts/text-source.ts'
import type { Manifest } from '../versions/manifest.ts'
import type { Source } from './source.ts'

interface Wanted {
  dataset: Dataset
  manifest: Manifest
  predict: boolean
  task: TrainedTask
}

/**
 * The parts of a data set as they are to be packed. `classes`: the model's, in its order; `duck`: with the tables open, if there are any.
 * `windows`: where tables are read as a time series.
 * @throws Fault `data.class-unknown`, `data.series-short`
 */
export async function sourcesOf(
  { dataset, manifest, predict, task }: Wanted,
  duck: Duck | null,
  classes: string[],
  windows: Windows | null,
): Promise<Source[]> {
  const number = (label: number) => {
    const name = dataset.classes[label] ?? ''
    const at = predict ? 0 : classes.indexOf(name)
    // What is given back needs no label.
    if (at < 0 && task === 'reconstruction') return 0
    if (at < 0) throw new Fault('data.class-unknown', { class: name, classes: classes.join(', ') })
    return at
  }
  const sources: Source[] = []
  // Rows of tables that were left out are not in `data` (openTables).
  const kept = predict ? manifest.files : keptFiles(dataset, manifest.files)
  for (const part of predict ? (['predict'] as const) : partOrder) {
    const own = <T extends { part: string }>(list: T[]) => list.filter((one) => predict || one.part === part)
    if (dataset.kind === 'image-folder') {
      const files = own(kept)
      if (files.length) sources.push(pictureSource(part, files, number, classes.length))
    }
    if (dataset.kind === 'text-folder') {
      const files = own(kept)
      if (files.length) sources.push(textSource(part, files, number, manifest.encoding))
    }
    for (const pair of own(manifest.idx)) {
      const source = await idxSource(part, pair, dataset, number)
      if (source.count) sources.push(source)
    }
    const tables = own(manifest.tables)
    if (!tables.length || !duck) continue
    const source = windows
      ? await seriesSource(duck, part, tables, dataset, windows)
      : await tableSource(duck, part, tables, dataset, classes, number)
    if (source) sources.push(source)
  }
  return sources
}
