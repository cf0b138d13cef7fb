import { Fault } from '../../contract/failure.ts'
import { type LabelScale, ownScale } from '../../contract/packed.ts'
import type { Prediction } from '../../contract/run.ts'
import type { StoredRun } from './stored.ts'

/**
 * Gives outputs [items, units] their names: argmax of a softmax, sigmoid >= 0.5 as the second class, the value itself
 * for regression, brought back from the scale its labels had.
 * @throws Fault `run.no-classes` when units and classes do not fit together
 */
export function namePredictions(
  run: Pick<StoredRun, 'name' | 'task' | 'classes'>,
  items: string[],
  outputs: number[][],
  label: LabelScale = ownScale,
): Prediction[] {
  const asValue = (row: number[]) => {
    const value = (row[0] ?? Number.NaN) * label.scale + label.centre
    return label.log ? Math.expm1(value) : value
  }
  return items.map((item, index) => {
    const row = outputs[index] ?? []
    if (run.task === 'regression') return { item, prediction: asValue(row), scores: {} }
    return { item, ...nameClass(run, row.length === 1 ? twoClasses(row[0] as number) : row) }
  })
}

/** One sigmoid unit says how likely the second class is. */
function twoClasses(probability: number): number[] {
  return [1 - probability, probability]
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
