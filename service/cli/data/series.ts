import { cancellable } from '../cancellable.ts'
import type { Session } from '../open-session.ts'
import { type Output, table } from '../output.ts'
import { type GivenImport, seriesOptions } from './import-options.ts'

/** Reads a table as a time series otherwise; `dryRun` only says what would come of it. */
export async function seriesCommand(
  session: Session,
  output: Output,
  id: string,
  options: GivenImport & { dryRun?: boolean },
) {
  const targets = options.target?.split(',').map((name) => name.trim())
  const choice = { series: seriesOptions(options), ...(targets ? { targets } : {}) }
  const preview = await session.ask('dataset.previewSeries', { id, choice })
  const dataset = options.dryRun
    ? await session.ask('dataset.get', { id })
    : await cancellable(session, output, (task) => session.ask('dataset.readSeries', { id, choice, task }))
  const { series, windows, rows, of } = preview
  output.line({
    event: 'result',
    dataset: dataset.id,
    version: dataset.version,
    series,
    targets: preview.targets,
    windows,
    rows,
  })
  output.text(`${dataset.name}: version ${dataset.version}.`)
  output.text(
    table([
      ['time', series.date],
      ['forecast', preview.targets.join(', ')],
      ['window', `${series.window} steps, ${series.samplingRate} rows apart`],
      ['horizon', `${series.horizon} steps ahead`],
      [
        'windows',
        `${windows}${rows < of ? ` in the first ${rows} rows` : ''}, ${series.sequenceStride} rows apart`,
      ],
      ['gaps', `${series.gaps}${series.gaps && series.acrossGaps ? ', windows reach over them' : ''}`],
    ]),
  )
}
