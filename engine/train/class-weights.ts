import type { PackedData, PackedPart } from '../../contract/data/packed.ts'
import { checkClassWeight } from '../../contract/training/check-settings.ts'
import type { TrainingSettings } from '../../contract/training/training.ts'
import { openRows } from '../data/read-packed.ts'

/**
 * How much an item of each class counts [classes]; null: all the same. `balanced` is
 * `sklearn.utils.class_weight.compute_class_weight('balanced')` over the rows that are trained on.
 * @param folder with packed.json
 * @throws Fault `engine.class-weight-misfit` for data without classes, `engine.class-weight-unknown` for a class there is not
 */
export function classWeights(
  wanted: TrainingSettings['classWeight'],
  data: PackedData,
  folder: string,
  part: PackedPart,
  rows: Int32Array,
): Float32Array | null {
  if (wanted === null) return null
  const { classes } = data
  checkClassWeight({ classWeight: wanted }, data.task, classes)
  if (wanted !== 'balanced') return Float32Array.from(classes, (name) => wanted[name] ?? 1)
  const counts = new Array<number>(classes.length).fill(0)
  for (const label of labelsOf(folder, part, rows)) counts[label] = (counts[label] ?? 0) + 1
  // A class without items has no weight to be used; scikit-learn leaves it out of the count, too.
  const present = counts.filter((count) => count > 0).length
  return Float32Array.from(counts, (count) => (count > 0 ? rows.length / (present * count) : 0))
}

function labelsOf(folder: string, part: PackedPart, rows: Int32Array): Int32Array {
  const [target] = part.targets
  const labels = new Int32Array(rows.length)
  if (!target) return labels
  const source = openRows(folder, target, part.items)
  source.gather(rows, labels)
  source.close()
  return labels
}
