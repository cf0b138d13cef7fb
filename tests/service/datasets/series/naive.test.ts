import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SeriesChoice } from '../../../../contract/data/series.ts'
import { buildTemplate } from '../../../../contract/templates/templates.ts'
import { TrainingSettings } from '../../../../contract/training/training.ts'
import { createAnnouncer } from '../../../../service/announce.ts'
import { datasetFacts } from '../../../../service/datasets/dataset-facts.ts'
import { importDataset } from '../../../../service/datasets/import/import-dataset.ts'
import { prepareTraining } from '../../../../service/datasets/packed/prepare-training.ts'
import { readSeries } from '../../../../service/datasets/series/read-series.ts'
import { openHome, shared } from '../open-home.ts'

const path = shared('series/airline-passengers.csv')
const values = readFileSync(path, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => Number(line.split(',')[1]))

test('the naive forecasts are measured on the very values that the held-out windows ask for', async () => {
  const core = { ...openHome(), announce: createAnnouncer(0) }
  const { id } = await importDataset(core, [path])
  const dataset = await readSeries(core, id, SeriesChoice.parse({ series: { horizon: 14 } }))
  const model = buildTemplate('lstm-forecaster', datasetFacts(dataset))
  const { baselines } = await prepareTraining(core, dataset, model, TrainingSettings.parse({}), 1)
  // Windows end before rows 12 to 130: 119 of them, of which int(119 * 0.8) = 95 are trained on.
  const ends = Array.from({ length: 24 }, (_, at) => 12 + 95 + at)
  const steps = Array.from({ length: 14 }, (_, ahead) => ahead)
  const mae = (told: (end: number, ahead: number) => number) => {
    const errors = ends.flatMap((end) =>
      steps.map((ahead) => Math.abs((values[end + ahead] ?? Number.NaN) - told(end, ahead))),
    )
    return errors.reduce((sum, error) => sum + error, 0) / errors.length
  }
  const at = (row: number) => values[row] ?? Number.NaN
  expect(baselines.map(({ name, season }) => [name, season])).toEqual([
    ['last-value', null],
    ['seasonal', 12],
  ])
  expect(baselines[0]?.metrics.mae).toBeCloseTo(
    mae((end) => at(end - 1)),
    9,
  )
  // Up to a year ahead the month of the year before is known; beyond it that of two years before.
  const seasonBefore = (end: number, ahead: number) => at(end + ahead - (ahead < 12 ? 12 : 24))
  expect(baselines[1]?.metrics.mae).toBeCloseTo(mae(seasonBefore), 9)
})
