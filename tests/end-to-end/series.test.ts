import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dataset } from '../../contract/data/dataset.ts'
import { openScreens, type Screens } from './open-screens.ts'

let screens: Screens
let dataset: Dataset

beforeAll(async () => {
  screens = await openScreens()
  const paths = [join(import.meta.dirname, '../../../shared/data/series/airline-passengers.csv')]
  dataset = (await screens.service.handlers['dataset.import']({
    paths,
    task: 'import',
    options: {},
    reuse: false,
  })) as Dataset
}, 60_000)

afterAll(() => screens.close())

const stored = async () => (await screens.service.handlers['dataset.get']({ id: dataset.id })) as Dataset

test('a time series is read otherwise, seen on its rows, kept, and taken back', async () => {
  const { page, look } = screens
  await page.getByRole('link', { name: dataset.name }).click()
  await page.getByRole('tab', { name: 'Time series' }).click()
  await page.getByText('Window 1 of 132').waitFor()
  await page.getByRole('textbox', { name: 'Horizon (steps ahead)' }).fill('3')
  await page.getByText('Window 1 of 130').waitFor()
  await page.getByRole('button', { name: 'Next window' }).click()
  await page
    .getByText('The model reads 12 steps, 1949-02 to 1950-01, and tells 3 ahead, up to 1950-04.')
    .waitFor()
  await look('data-series')
  await page.getByRole('textbox', { name: 'Window (steps)' }).fill('150')
  await page
    .getByText(/has no 153 rows that follow one another/)
    .first()
    .waitFor()
  await page.getByRole('textbox', { name: 'Window (steps)' }).fill('12')
  await page.getByRole('button', { name: 'Keep for this data set' }).click()
  await page.getByText('The time series is read otherwise.').waitFor()
  expect(await stored()).toMatchObject({ version: 2, series: { horizon: 3, window: 12 } })
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Version 3').waitFor()
  expect((await stored()).series?.horizon).toBe(1)
  await page.getByRole('textbox', { name: 'Horizon (steps ahead)' }).fill('3')
  await page.getByRole('button', { name: 'Keep for this data set' }).click()
  await expect.poll(async () => (await stored()).series?.horizon).toBe(3)
}, 90_000)

test('folds are trained one after the other, told together, and a forecast is drawn over what came', async () => {
  const { page, look } = screens
  await page.getByRole('button', { name: 'Train on this' }).click()
  await page.getByText('Cross-validate').click()
  await page.getByRole('textbox', { name: /^Folds/ }).fill('2')
  await page.getByLabel('Epochs', { exact: true }).fill('2')
  await page.getByRole('button', { name: 'Train 2 folds' }).click()
  await page.getByText('2 of 2 folds are measured').waitFor({ timeout: 60_000 })
  await page.getByRole('row', { name: /^Mean/ }).waitFor()
  await look('run-folds')
  await page.getByRole('tab', { name: 'Forecast' }).click()
  await page.getByText(/windows that were not trained on\. Mean absolute error/).waitFor({ timeout: 60_000 })
  await look('run-forecast')
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await page.getByText('1 cross-validation').waitFor()
  await page.getByText(/^2 of 2 folds$/).waitFor()
  await look('runs-folds')
  expect(screens.complaints).toEqual([])
  expect(screens.faults).toEqual([])
}, 180_000)
