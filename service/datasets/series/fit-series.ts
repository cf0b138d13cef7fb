import type { Dataset } from '../../../contract/data/dataset.ts'
import { columnSteps } from '../../../contract/data/recipe-steps.ts'
import { Fault } from '../../../contract/failure.ts'
import { type NumberStep, widthOf } from '../pipeline/column-steps.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Duck } from '../tables/duck.ts'
import { fitSteps, labelScale, refuseMisfits, targetToFit } from '../tables/fit/fit-columns.ts'
import type { Windows } from './series-source.ts'

/**
 * How the steps of a window become numbers: as the columns of a table do, learnt from the first `rows` rows of the part
 * that is trained on, and the past of the targets behind them. `asked`: the Input's shape without the items axis.
 * @throws Fault `engine.shape-mismatch`, `prepare.*`
 */
export async function fitSeries(
  duck: Duck,
  dataset: Dataset,
  levels: Record<string, string[]>,
  asked: (number | null)[],
  { date, steps, horizon, samplingRate, acrossGaps }: Windows,
  rows: number,
): Promise<Pick<Pipeline, 'input' | 'label'>> {
  const targets = dataset.columns.filter(({ role }) => role === 'target')
  refuseMisfits(dataset)
  const read = [...columnSteps(dataset), ...targets.map((target) => targetToFit(dataset, target))]
  const columns = await fitSteps(duck, dataset, read, levels, `part = 'train'`, { from: rows })
  const width = columns.reduce((sum, step) => sum + widthOf(step), 0)
  if ((asked[1] ?? width) !== width)
    throw new Fault('engine.shape-mismatch', {
      expected: `[${asked.map((size) => size ?? '?').join(', ')}]`,
      found: `[${steps}, ${width}] (${width} numbers a row, the past of ${targets.map(({ name }) => name).join(', ')} among them)`,
    })
  const cut = { targets: targets.length, horizon, samplingRate, acrossGaps }
  const input = { kind: 'series' as const, date, columns, ...cut, shape: [steps, width] }
  return { input, label: labelScale(columns.slice(-targets.length) as NumberStep[], horizon) }
}
