import type { Dataset, ImportOptions } from '../../../contract/data/dataset.ts'
import { Delimiter } from '../../../contract/data/reading.ts'
import type { Manifest } from './manifest.ts'

/** The options by which a new scan reads a data set as it is read now, whatever a guess would say today. */
export function optionsAsRead(dataset: Dataset, manifest: Manifest): ImportOptions {
  const { name, columns, series, task, values } = dataset
  const weight = columns.find(({ role }) => role === 'weight')?.name
  return {
    name,
    labels: values.length ? 'values' : task === 'multilabel' ? 'several' : 'one',
    reading: readingOf(manifest),
    ...(weight ? { weight } : {}),
    ...(columns.length ? { columns: columns.map(({ name, type, role }) => ({ name, type, role })) } : {}),
    ...(series ? { series: { ...series, sequenceLength: series.window } } : {}),
  }
}

function readingOf({ encoding, tables }: Manifest): NonNullable<ImportOptions['reading']> {
  const dialect = tables[0]?.dialect
  if (!dialect) return encoding ? { encoding } : {}
  if (dialect.format !== 'delimited') return dialect.sheet ? { sheet: dialect.sheet } : {}
  const delimiter = Delimiter.safeParse(dialect.delimiter)
  return { encoding: dialect.encoding, ...(delimiter.success ? { delimiter: delimiter.data } : {}) }
}
