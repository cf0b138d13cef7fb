import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fromOneHot, readNpyHead, readNumbers } from '../../idx/npy-file.ts'
import { numbered } from '../../idx/numbered.ts'
import { Unusable } from '../../import/unusable.ts'
import type { Dialect } from '../../versions/manifest.ts'
import type { Sniffed } from '../sniff/sniff-table.ts'
import { labelsOf } from './pair-arrays.ts'

/** A table of more columns would not be looked through column by column. */
const mostColumns = 2000

/** The table that an array of features [rows, columns] and the labels or values beside it are. @throws Unusable */
export async function sniffNumpy(path: string): Promise<Sniffed> {
  const { shape } = await readNpyHead(path)
  const [rows = 0, columns = 0] = shape
  if (shape.length !== 2) throw new Unusable('idx-rank', { rank: shape.length })
  if (columns > mostColumns) throw new Unusable('npy-wide', { columns, most: mostColumns })
  const beside = (await readdir(dirname(path))).sort().map((name) => join(dirname(path), name))
  const labels = labelsOf(path, beside)
  const names = numbered('x', columns)
  if (labels) {
    const own = await readNpyHead(labels)
    if (own.shape[0] !== rows) throw new Unusable('npy-counts', { rows, labels: own.shape[0] ?? 0 })
    names.push(...(await targetNames(labels)))
  }
  const dialect: Dialect = {
    ...{ format: 'numpy', fields: names, encoding: 'utf-8', delimiter: ',', quoted: false, header: true },
    ...{ skip: 0, width: names.length, without: [] },
    ...(labels ? { labels: basename(labels) } : {}),
  }
  return { dialect, names, counts: null, checked: { dialect, skipped: [], rows } }
}

/** Names of the values to predict: `y` for one, and for classes one-hot; `y_1`, `y_2` ... for several. */
async function targetNames(path: string): Promise<string[]> {
  const { shape, values } = await readNumbers(path)
  if (shape.length > 2) throw new Unusable('idx-rank', { rank: shape.length })
  const width = shape[1] ?? 1
  return width > 1 && fromOneHot(values, width) ? ['y'] : numbered('y', width)
}
