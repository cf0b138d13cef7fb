import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shared } from '../service/datasets/open-home.ts'
import { dropFile } from './drop-files.ts'
import { openScreens, type Screens } from './open-screens.ts'

const housing = shared('tabular/california_housing.csv')
const patience = 120_000

let screens: Screens
let page: Page

beforeAll(async () => {
  screens = await openScreens()
  page = screens.page
  page.setDefaultTimeout(60_000)
}, patience)

afterAll(() => screens?.close(), patience)

test(
  'california housing is dropped, its target chosen, and taken in',
  async () => {
    await page.getByText('Drop your data here').waitFor()
    await dropFile(page, housing)
    await page.getByLabel('Target', { exact: true }).selectOption('median_house_value')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('button', { name: 'Train on this' }).waitFor({ timeout: patience })
  },
  patience,
)

test(
  'what is done to its columns is shown on its own rows, changed, undone, refused where it cannot be, and kept as a version',
  async () => {
    await page.getByRole('tab', { name: 'Preparation' }).click()
    const row = (name: string) => page.locator(`tr[data-column="${name}"]`)
    await row('total_bedrooms').getByText('129.0').waitFor()
    await page.getByText('a model reads [13]').waitFor()
    await screens.look('preparation')
    await page.getByLabel('How total_bedrooms is prepared').selectOption('number')
    await page.getByLabel('Missing, total_bedrooms', { exact: true }).selectOption('median')
    await page.getByLabel('Say what was missing, total_bedrooms').check({ force: true })
    await page.getByText('a model reads [14]').waitFor()
    // A logarithm has no place for longitudes: the column itself says so, and nothing can be saved.
    await page.getByLabel('How longitude is prepared').selectOption('number')
    await page.getByLabel('log(1 + x), longitude').check({ force: true })
    await row('longitude').getByRole('alert').waitFor()
    expect(await row('longitude').getByRole('alert').textContent()).toContain('-124')
    const save = page.getByRole('button', { name: 'Save as a new version' })
    expect(await save.isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await row('longitude').getByRole('alert').waitFor({ state: 'detached' })
    await page.getByLabel('Held out', { exact: true }).selectOption('random')
    await page.getByLabel('For good', { exact: true }).fill('0.1')
    await page.getByText(/Test, for good 2,064/).waitFor()
    await save.and(page.locator(':enabled')).click()
    await page.getByText('As in version 2').waitFor()
  },
  patience,
)

test(
  'a model of the prepared columns is trained, and its error is in dollars',
  async () => {
    await page.getByRole('button', { name: 'Train on this' }).click()
    const train = page.getByRole('button', { name: 'Train', exact: true })
    await train.and(page.locator(':enabled')).waitFor()
    await page.getByLabel('Epochs', { exact: true }).fill('3')
    await train.click()
    await page.getByRole('button', { name: 'Train again' }).waitFor({ timeout: patience })
    const [run] = await screens.service.handlers['run.list']({})
    expect(run?.status).toBe('finished')
    const error = run?.best.val_mae ?? 0
    expect(error).toBeGreaterThan(20_000)
    expect(error).toBeLessThan(60_000)
    expect(screens.complaints).toEqual([])
    expect(screens.faults).toEqual([])
  },
  patience,
)
