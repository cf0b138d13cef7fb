import type { Dataset } from '../../../contract/data/dataset.ts'
import { type LabelScale, ownScale } from '../../../contract/data/packed.ts'
import { targetStep } from '../../../contract/data/recipe-steps.ts'
import { Fault } from '../../../contract/failure.ts'
import type { Source } from './source.ts'

/**
 * How the values to predict of pictures are scaled, each by itself, by the rows that are trained on: as those of a table, scikit-learn's
 * StandardScaler or MinMaxScaler. @throws Fault `prepare.log-negative`
 */
export function fitValues(
  { task, preprocessing, values: names }: Pick<Dataset, 'task' | 'preprocessing' | 'values'>,
  { labels, labelWidth: width = 1, count }: Source,
  held: Uint8Array,
): LabelScale {
  if (task !== 'regression') return ownScale
  const { log, scale: way } = targetStep(preprocessing)
  const rows = Array.from({ length: count }, (_, row) => row).filter((row) => !held[row])
  const scales = Array.from({ length: width }, (_, at) => {
    const own = rows.map((row) => labels[row * width + at] as number)
    const least = own.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
    if (log && least <= -1) throw new Fault('prepare.log-negative', { column: names[at] ?? '', least })
    return scaleOf(log ? own.map(Math.log1p) : own, way)
  })
  const [first] = scales
  if (width === 1 && first) return { log, ...first }
  return { log, centre: scales.map(({ centre }) => centre), scale: scales.map(({ scale }) => scale) }
}

function scaleOf(
  values: number[],
  way: 'standardise' | 'min-max' | 'none',
): { centre: number; scale: number } {
  if (way === 'none') return { centre: 0, scale: 1 }
  if (way === 'min-max') {
    const [low, high] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)] as const, [
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ] as const)
    return { centre: low, scale: high - low || 1 }
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { centre: mean, scale: Math.sqrt(variance) || 1 }
}
