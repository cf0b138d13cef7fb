import { createWriteStream } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fromOneHot, type Numbers, readNumbers } from '../../idx/npy-file.ts'
import type { Dialect } from '../../versions/manifest.ts'

/** Rows written at once. */
const portion = 1000

/** Writes an array of features, and the labels beside it, as a table that DuckDB can read. What is not a number stays empty. @throws Unusable */
export async function arraysAsCsv(path: string, dialect: Dialect, copy: string): Promise<void> {
  const features = await readNumbers(path)
  const [rows = 0, columns = 0] = features.shape
  const labels = dialect.labels ? await readLabels(join(dirname(path), dialect.labels)) : null
  function* lines() {
    yield `${dialect.fields.join(',')}\n`
    for (let from = 0; from < rows; from += portion) {
      let text = ''
      for (let row = from; row < Math.min(rows, from + portion); row++) {
        const cells = cellsOf(features.values, row, columns)
        text += `${labels ? [...cells, ...cellsOf(labels.values, row, labels.width)] : cells}\n`
      }
      yield text
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(copy))
}

const cellsOf = (values: ArrayLike<number>, row: number, width: number) =>
  Array.from({ length: width }, (_, at) => {
    const value = values[row * width + at] as number
    return Number.isNaN(value) ? '' : value
  })

async function readLabels(path: string): Promise<{ values: Numbers; width: number }> {
  const { shape, values } = await readNumbers(path)
  const width = shape[1] ?? 1
  const classes = width > 1 ? fromOneHot(values, width) : null
  return classes ? { values: classes, width: 1 } : { values, width }
}
