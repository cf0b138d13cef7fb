import { Fault } from '../../contract/failure.ts'
import type { Forecast } from '../../contract/training/forecast.ts'
import type { Core } from '../app/core.ts'
import type { Asked } from '../datasets/packed/asked-for.ts'
import { prepareEvaluation } from '../datasets/packed/prepare-training.ts'
import { targetNames } from '../datasets/tables/table-rows.ts'
import { versionSeen } from '../datasets/versions/read-version.ts'
import { askEngine } from '../jobs/ask-engine.ts'
import { runFolder } from './folder.ts'
import { ownValues } from './name-predictions.ts'
import { withWeights } from './with-weights.ts'

/** More windows would be a picture that nobody can read, and outputs that take long to be told. */
const mostWindows = 5000

/**
 * What a run forecasts of the rows it held out, beside what came.
 * @throws Fault `run.unknown`, `run.no-weights`, `run.no-forecast`, `dataset.unknown`, `cancelled`
 */
export function forecastRun(core: Core, input: { id: string; task: string }): Promise<Forecast> {
  const run = withWeights(core, input.id)
  const dataset = versionSeen(core, run)
  const folder = runFolder(core.home, run.id)
  return core.tasks.run({ id: input.task, kind: 'evaluate', title: run.name }, async (progress, signal) => {
    const split = run.resolved ? { settings: run.settings, seed: run.resolved.seed } : null
    const { model } = run
    const data = await prepareEvaluation(core, dataset, folder, model, split, progress, signal, mostWindows)
    try {
      const { asked, on } = data.measured
      if (!asked || !dataset.series) throw new Fault('run.no-forecast', { name: run.name })
      const most = asked.rows.length
      const order = { kind: 'predict' as const, model, data: data.folder, on, most, folder }
      const answer = await askEngine(core, order, signal)
      const targets = targetNames(dataset)
      return {
        date: dataset.series.date,
        targets,
        windows: most,
        of: asked.of,
        times: asked.times,
        truth: asked.truth,
        told: alongRows(asked, targets.length, (window) =>
          ownValues(answer.outputs[window] ?? [], data.scale),
        ),
      }
    } finally {
      data.done()
    }
  })
}

/** What windows tell, [step ahead][target][row]: of a window its values come step by step, and in a step target by target. */
function alongRows(
  { rows, times }: Asked,
  targets: number,
  told: (window: number) => number[],
): Forecast['told'] {
  const steps = rows[0]?.length ?? 0
  const all = Array.from({ length: steps }, () =>
    Array.from({ length: targets }, () => new Array<number | null>(times.length).fill(null)),
  )
  for (const [window, asked] of rows.entries()) {
    const values = told(window)
    for (const [ahead, row] of asked.entries())
      for (let target = 0; target < targets; target++) {
        const own = all[ahead]?.[target]
        if (own) own[row] = values[ahead * targets + target] ?? null
      }
  }
  return all
}
