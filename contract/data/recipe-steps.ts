import type { Column, Dataset } from './dataset.ts'
import {
  BooleanRecipe,
  type ColumnRecipe,
  NumberRecipe,
  OneHotRecipe,
  type Recipe,
  type StepKind,
  type TargetRecipe,
} from './preprocessing.ts'

/** What a column may be prepared as, the guess first. */
export const fittingSteps: Record<Column['type'], readonly StepKind[]> = {
  number: ['number', 'leave-out'],
  category: ['one-hot', 'ordinal', 'hash', 'leave-out'],
  boolean: ['boolean', 'leave-out'],
  date: ['date', 'leave-out'],
  text: ['leave-out', 'hash', 'one-hot'],
}

/** What is done to a column that the recipe does not name: by what it holds, and nothing where it is not read. */
export function guessStep({ type, role }: Pick<Column, 'type' | 'role'>): ColumnRecipe {
  if (role === 'feature' && type === 'number') return NumberRecipe.parse({ kind: 'number' })
  if (role === 'feature' && type === 'category') return OneHotRecipe.parse({ kind: 'one-hot' })
  if (role === 'feature' && type === 'boolean') return BooleanRecipe.parse({ kind: 'boolean' })
  return { kind: 'leave-out' }
}

/** The step of a column, as asked or as guessed. */
export const stepFor = (recipe: Recipe | null, column: Column): ColumnRecipe =>
  recipe?.columns[column.name] ?? guessStep(column)

/** The columns that a model of a table reads, in their order, each with its step. */
export function columnSteps({ columns, preprocessing }: Pick<Dataset, 'columns' | 'preprocessing'>): {
  column: Column
  step: Exclude<ColumnRecipe, { kind: 'leave-out' }>
}[] {
  return columns.flatMap((column) => {
    const step = stepFor(preprocessing, column)
    return column.role === 'target' || column.role === 'weight' || step.kind === 'leave-out'
      ? []
      : [{ column, step }]
  })
}

/** How many numbers a column becomes. */
function outputsOf(step: ColumnRecipe, column: Pick<Column, 'distinct'>): number {
  switch (step.kind) {
    case 'number':
      return step.indicator ? 2 : 1
    case 'one-hot':
      return step.outputs ?? column.distinct
    case 'hash':
      return step.buckets
    case 'date':
      return step.parts.reduce((sum, part) => sum + (step.cyclic && part !== 'year' ? 2 : 1), 0)
    case 'leave-out':
      return 0
    default:
      return 1
  }
}

/** How many numbers a row of a table becomes. */
export const rowOutputs = (dataset: Pick<Dataset, 'columns' | 'preprocessing'>): number =>
  columnSteps(dataset).reduce((sum, { column, step }) => sum + outputsOf(step, column), 0)

/** How the value that is predicted is scaled: as asked, else standardised, which is how regression learns best. */
export const targetStep = (recipe: Recipe | null): TargetRecipe =>
  recipe?.target ?? { log: false, scale: 'standardise' }

/** The classes in the order of their numbers. */
export const classOrder = ({
  classes,
  preprocessing,
}: Pick<Dataset, 'classes' | 'preprocessing'>): string[] => preprocessing?.labels ?? classes
