import { type LabelScale, ownScale, scaleAt } from '../../contract/data/packed.ts'
import { Fault } from '../../contract/failure.ts'
import type { Prediction } from '../../contract/training/run.ts'
import type { StoredRun } from './stored.ts'

/**
 * Gives outputs [items, units] their names: argmax of a softmax, sigmoid >= 0.5 as the second class, every label above 0.5 where an item may
 * have several, the values themselves for regression, brought back from the scale their labels had.
 * @throws Fault `run.no-classes` when units and classes do not fit together
 */
export function namePredictions(
  run: Pick<StoredRun, 'name' | 'task' | 'classes'>,
  items: string[],
  outputs: number[][],
  label: LabelScale = ownScale,
): Prediction[] {
  return items.map((item, index) => {
    const row = outputs[index] ?? []
    if (run.task === 'regression') {
      const values = ownValues(row, label)
      return { item, prediction: values.length > 1 ? values : (values[0] ?? Number.NaN), scores: {} }
    }
    if (run.task === 'multilabel') return { item, ...nameLabels(run, row) }
    return { item, ...nameClass(run, row.length === 1 ? twoClasses(row[0] as number) : row) }
  })
}

/** Outputs brought back from the scale that values to predict were learnt on. */
export function ownValues(row: number[], label: LabelScale): number[] {
  return row.map((scaled, at) => {
    const value = scaled * scaleAt(label.scale, at) + scaleAt(label.centre, at)
    return label.log ? Math.expm1(value) : value
  })
}

/** One sigmoid unit says how likely the second class is. */
function twoClasses(probability: number): number[] {
  return [1 - probability, probability]
}

function nameLabels({ name, classes }: Pick<StoredRun, 'name' | 'classes'>, row: number[]) {
  if (row.length !== classes.length)
    throw new Fault('run.no-classes', { name, outputs: row.length, classes: classes.length })
  return {
    prediction: classes.filter((_, index) => (row[index] as number) > 0.5),
    scores: Object.fromEntries(classes.map((label, index) => [label, row[index] as number])),
  }
}

function nameClass({ name, classes }: Pick<StoredRun, 'name' | 'classes'>, row: number[]) {
  if (row.length < classes.length)
    throw new Fault('run.no-classes', { name, outputs: row.length, classes: classes.length })
  let best = 0
  // Of two classes that are equally likely the second is taken: a sigmoid of exactly 0.5 counts as yes.
  row.forEach((score, index) => {
    const champion = row[best] as number
    if (score > champion || (row.length === 2 && index === 1 && score === champion)) best = index
  })
  const nameOf = (index: number) => classes[index] ?? String(index)
  const scores = Object.fromEntries(row.map((score, index) => [nameOf(index), score]))
  return { prediction: nameOf(best), scores }
}
