import type { Dataset } from '../../../contract/data/dataset.ts'
import type { SeriesChoice, SeriesPreview } from '../../../contract/data/series.ts'
import { versionChange } from '../../../contract/data/versions.ts'
import type { Core } from '../../app/core.ts'
import type { Progress } from '../context.ts'
import { getDataset } from '../rows.ts'
import { saveVersion } from '../versions/save-version.ts'
import { runInWorker } from '../workers/run-in-worker.ts'

/** What another reading of a time series would come to. @throws Fault `dataset.unknown`, and as `showSeries` */
export function previewSeries(
  { db, home }: Pick<Core, 'db' | 'home'>,
  id: string,
  choice: SeriesChoice,
  at: number,
): Promise<SeriesPreview> {
  return runInWorker('showSeries', { home, dataset: getDataset(db, id), choice, at })
}

/**
 * Reads a table as a time series otherwise, as the next version; a reading that it has already makes none.
 * @throws Fault `dataset.unknown`, `data.no-series`, `data.series-target`, `data.series-short`, `cancelled`
 */
export function readSeries(
  core: Pick<Core, 'db' | 'home' | 'announce'>,
  id: string,
  choice: SeriesChoice,
  progress?: Progress,
  signal?: AbortSignal,
): Promise<Dataset> {
  const { home } = core
  return saveVersion(core, id, async (present) => {
    const dataset = await runInWorker('asSeries', { home, dataset: present, choice }, progress, signal)
    const reading = ({ columns, series, task }: Dataset) => JSON.stringify([columns, series, task])
    return reading(dataset) === reading(present) ? null : { dataset, change: versionChange('series') }
  })
}
