import type { Dataset } from '../../../contract/data/dataset.ts'
import type { ColumnStep } from '../pipeline/column-steps.ts'
import { widthOf } from '../pipeline/column-steps.ts'
import type { Duck } from '../tables/duck.ts'
import { fitColumns } from '../tables/fit/fit-columns.ts'
import { labelSql, targetNames, usableRows } from '../tables/table-rows.ts'
import { placeOf, stepRows } from '../tables/table-source.ts'
import type { Manifest } from '../versions/manifest.ts'
import type { Shown } from './shown.ts'

const rowsShown = 8

/** The first rows of a table's train part, as written and as prepared. */
export async function previewRows(
  duck: Duck,
  job: { dataset: Dataset; manifest: Manifest; target: string | null; held: Uint8Array },
): Promise<Shown> {
  const { dataset, manifest, held } = job
  // Several labels and several values are shown on their own; what is done to them is done to each.
  const one = dataset.task !== 'multilabel' && targetNames(dataset).length === 1
  const target = one ? job.target : null
  const { input, label } = await fitColumns(duck, dataset, manifest.levels, [null], held)
  if (input.kind !== 'table') return { shape: input.shape }
  const steps = input.columns
  const place = (name: string) => placeOf(dataset, name, manifest.tables)
  const where = `${usableRows(dataset, 'train')} LIMIT ${rowsShown}`
  const cells = [...steps.map(({ name }) => place(name)), ...(target === null ? [] : [place(target)])]
  const before = await duck.rows(`SELECT ${cells.join(', ')} FROM data WHERE ${where}`)
  const labels =
    target === null
      ? []
      : await duck.rows(`SELECT ${labelSql(dataset, dataset.classes)[0]} FROM data WHERE ${where}`)
  const numbers: number[][] = []
  for await (const { rows, count } of stepRows(duck, steps, place, where)) {
    const width = rows.length / count
    for (let row = 0; row < count; row++) numbers.push([...rows.subarray(row * width, (row + 1) * width)])
  }
  const classes = dataset.preprocessing?.labels
  const targetAfter = (value: number) =>
    dataset.task === 'regression'
      ? ((label.log ? Math.log1p(value) : value) - first(label.centre)) / first(label.scale)
      : (classes?.indexOf(dataset.classes[value] ?? '') ?? value)
  return {
    shape: input.shape,
    columns: steps.map((step) => ({ name: step.name, outputs: outputNames(step) })),
    rows: before.map((row, at) => ({
      before: row.slice(0, steps.length).map(String),
      after: parted(numbers[at] ?? [], steps),
      target:
        target === null
          ? null
          : { before: String(row.at(-1)), after: targetAfter(Number(labels[at]?.[0] ?? 0)) },
    })),
  }
}

const first = (of: number | number[]) => [of].flat()[0] as number

/** The numbers of a row, column by column. */
function parted(numbers: number[], steps: ColumnStep[]): number[][] {
  let at = 0
  return steps.map((step) => {
    const own = numbers.slice(at, at + widthOf(step))
    at += own.length
    return own
  })
}

function outputNames(step: ColumnStep): string[] {
  const { name } = step
  switch (step.kind) {
    case 'number':
      return step.indicator ? [name, `${name} ?`] : [name]
    case 'one-hot':
      return [...step.levels, ...(step.rare.length ? ['…'] : [])].map((level) => `${name} = ${level}`)
    case 'hash':
      return Array.from({ length: step.buckets }, (_, at) => `${name} #${at}`)
    case 'date':
      return step.parts.flatMap(({ part, cyclic }) => (cyclic ? [`sin ${part}`, `cos ${part}`] : [part]))
    default:
      return [name]
  }
}
