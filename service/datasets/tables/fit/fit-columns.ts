import type { Column, Dataset } from '../../../../contract/data/dataset.ts'
import { type LabelScale, ownScale } from '../../../../contract/data/packed.ts'
import type { ColumnRecipe } from '../../../../contract/data/preprocessing.ts'
import { columnSteps, fittingSteps, targetStep } from '../../../../contract/data/recipe-steps.ts'
import { Fault } from '../../../../contract/failure.ts'
import { type ColumnStep, type NumberStep, widthOf } from '../../pipeline/column-steps.ts'
import type { Pipeline } from '../../pipeline/pipeline.ts'
import { dateSql, partSql } from '../date-sql.ts'
import type { Duck } from '../duck.ts'
import { usableRows } from '../table-rows.ts'
import { cell } from '../table-sql.ts'
import { allLevels, commonestLevel, splitLevels } from './fit-levels.ts'
import { fitNumbers } from './fit-numbers.ts'
import { type NotLearntFrom, withRowsToFit } from './rows-to-fit.ts'

export interface ColumnToFit {
  column: Column
  step: Exclude<ColumnRecipe, { kind: 'leave-out' }>
}

/**
 * How the columns of a table become numbers, and how the value to predict is scaled, learnt from the rows that are
 * trained on. `asked`: the Input's shape without the items axis; `levels`: the values of each category column.
 * @throws Fault `data.no-features`, `engine.shape-mismatch`, `prepare.*`
 */
export async function fitColumns(
  duck: Duck,
  dataset: Dataset,
  levels: Record<string, string[]>,
  asked: (number | null)[],
  held: Uint8Array,
): Promise<Pick<Pipeline, 'input' | 'label'>> {
  const features = columnSteps(dataset)
  refuseMisfits(dataset)
  if (!features.length) throw new Fault('data.no-features', { name: dataset.name })
  const where = usableRows(dataset, 'train')
  const targets = dataset.columns.filter(({ role }) => role === 'target')
  const values = dataset.task === 'regression' ? targets.map((target) => targetToFit(dataset, target)) : []
  const fitted = await fitSteps(duck, dataset, [...features, ...values], levels, where, held)
  const columns = fitted.slice(0, features.length)
  const width = columns.reduce((sum, step) => sum + widthOf(step), 0)
  const open = asked.filter((size) => size === null).length
  const product = asked.reduce<number>((all, size) => all * (size ?? 1), 1)
  if (open ? asked.length !== 1 : product !== width)
    throw new Fault('engine.shape-mismatch', {
      expected: `[${asked.map((size) => size ?? '?').join(', ')}]`,
      found: `[${width}] (${width} input features)`,
    })
  const input = { kind: 'table' as const, columns, shape: open ? [width] : (asked as number[]) }
  return { input, label: labelScale(fitted.slice(features.length) as NumberStep[]) }
}

/** How values to predict were scaled: a number for the one there is, a list where there are several, in the order of `ahead` steps and in each of its targets. */
export function labelScale(targets: NumberStep[], ahead = 1): LabelScale {
  const [first] = targets
  if (!first) return ownScale
  if (targets.length * ahead === 1) return { log: first.log, centre: first.centre, scale: first.scale }
  const all = Array.from({ length: ahead }, () => targets).flat()
  return { log: first.log, centre: all.map(({ centre }) => centre), scale: all.map(({ scale }) => scale) }
}

/** The value to predict as a column: never clipped, and where it is missing there is no row. */
export function targetToFit({ preprocessing }: Dataset, column: Column): ColumnToFit {
  return {
    column,
    step: {
      ...{ kind: 'number', impute: 'mean', fill: 0, indicator: false, clip: null },
      ...targetStep(preprocessing),
    },
  }
}

/** Learns the step of each column from the rows of `where` that are not held out. */
export function fitSteps(
  duck: Duck,
  dataset: Dataset,
  wanted: ColumnToFit[],
  levels: Record<string, string[]>,
  where: string,
  held: NotLearntFrom,
): Promise<ColumnStep[]> {
  const place = ({ name }: Column) => cell(dataset.columns.findIndex((column) => column.name === name))
  return withRowsToFit(duck, where, held, async () => {
    const numbers = wanted.flatMap(({ column, step }) =>
      step.kind === 'number' ? [{ name: column.name, cell: place(column), recipe: step }] : [],
    )
    const fitted = numbers.length ? await fitNumbers(duck, numbers) : []
    const steps: ColumnStep[] = []
    for (const { column, step } of wanted)
      steps.push(
        step.kind === 'number'
          ? (fitted.shift() as NumberStep)
          : await fitOther(duck, column, step, place(column), levels[column.name] ?? null, where),
      )
    return steps
  })
}

async function fitOther(
  duck: Duck,
  { name }: Column,
  step: Exclude<ColumnToFit['step'], { kind: 'number' }>,
  at: string,
  /** null: it was not to be read when the data was imported. */
  found: string[] | null,
  where: string,
): Promise<ColumnStep> {
  const levels =
    found ?? (step.kind === 'one-hot' || step.kind === 'ordinal' ? await allLevels(duck, at) : [])
  switch (step.kind) {
    case 'one-hot': {
      const fill =
        step.impute === 'none'
          ? null
          : step.impute === 'constant'
            ? step.fill
            : await commonestLevel(duck, at)
      // A constant that no row has is a level of its own.
      const all = fill !== null && !levels.includes(fill) ? [...levels, fill].sort() : levels
      return { kind: 'one-hot', name, ...(await splitLevels(duck, at, where, all, step)), fill }
    }
    case 'ordinal':
      return { kind: 'ordinal', name, levels: step.order ?? levels }
    case 'hash':
      return { kind: 'hash', name, buckets: step.buckets }
    case 'boolean':
      return { kind: 'boolean', name }
    case 'date':
      return fitDate(duck, name, at, step)
  }
}

/** The order of day and month in which more cells are dates, and the spread of each part. */
async function fitDate(
  duck: Duck,
  name: string,
  at: string,
  { parts, cyclic }: Extract<ColumnRecipe, { kind: 'date' }>,
): Promise<ColumnStep> {
  const [[dayFirst, monthFirst] = []] = await duck.rows(
    `SELECT count(${dateSql(at, 'day-first')})::DOUBLE, count(${dateSql(at, 'month-first')})::DOUBLE FROM fit`,
  )
  const order = Number(monthFirst) > Number(dayFirst) ? 'month-first' : 'day-first'
  const values = parts.map((part) => partSql(part, dateSql(at, order)))
  const [row = []] = await duck.rows(
    `SELECT ${values.map((value) => `avg(${value}), stddev_pop(${value})`).join(', ')} FROM fit`,
  )
  return {
    ...{ kind: 'date', name, order },
    parts: parts.map((part, index) => ({
      part,
      cyclic: cyclic && part !== 'year',
      centre: Number(row[2 * index] ?? 0),
      scale: Number(row[2 * index + 1] ?? 0) || 1,
    })),
  }
}

/** @throws Fault `prepare.no-column`, `prepare.step-misfit` */
export function refuseMisfits({ name, columns, preprocessing }: Dataset): void {
  for (const [column, { kind }] of Object.entries(preprocessing?.columns ?? {})) {
    const found = columns.find((one) => one.name === column)
    if (!found)
      throw new Fault('prepare.no-column', {
        name,
        column,
        columns: columns.map((one) => one.name).join(', '),
      })
    const fitting = fittingSteps[found.type]
    if (!fitting.includes(kind))
      throw new Fault('prepare.step-misfit', {
        column,
        type: found.type,
        step: kind,
        fitting: fitting.join(', '),
      })
  }
}
