import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defaultSettings } from '../../contract/training/training.ts'
import { iris } from '../service/cli/run-lathe.ts'
import { openScreens, type Screens } from './open-screens.ts'

const patience = 120_000
let screens: Screens
let page: Page

beforeAll(async () => {
  screens = await openScreens()
  page = screens.page
  page.setDefaultTimeout(30_000)
}, patience)

afterAll(() => screens?.close(), patience)

const button = (name: string) => page.getByRole('button', { name, exact: true })

test(
  'a run is paused, resumed, stopped and extended on its page, and has no epoch twice',
  async () => {
    const { handlers } = screens.service
    const dataset = await handlers['dataset.import']({ paths: [iris], task: 't', options: {}, reuse: false })
    const model = await handlers['model.read']({ source: 'tabular-classifier', dataset: dataset.id })
    const settings = { ...defaultSettings, epochs: 20_000, seed: 1 }
    const id = await handlers['run.start']({
      ...{ dataset: dataset.id, model, settings, weights: null, name: 'long' },
    })
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    await page.getByRole('link', { name: 'long', exact: true }).first().click()
    await button('Stop and keep').waitFor()
    await button('Pause').click()
    await button('Resume').waitFor()
    const paused = await handlers['run.get']({ id })
    expect(paused).toMatchObject({ status: 'paused', failure: null })
    await button('Resume').click()
    await button('Stop and keep').click()
    await button('Resume').waitFor()
    const stopped = await handlers['run.get']({ id })
    expect(stopped.status).toBe('stopped')
    expect(stopped.epochs.map(({ epoch }) => epoch)).toEqual(stopped.epochs.map((_, at) => at + 1))
    expect(stopped.epochs.length).toBeGreaterThanOrEqual(paused.epochs.length)

    const short = await handlers['run.start']({
      ...{ dataset: dataset.id, model, weights: null, name: 'short' },
      settings: { ...settings, epochs: 2 },
    })
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    await page.getByRole('link', { name: 'short', exact: true }).first().click()
    await button('Extend…').click()
    const field = page.getByRole('textbox', { name: 'Epochs in all' })
    expect(await field.inputValue()).toBe('4')
    await field.fill('3')
    await button('Go on').click()
    await expect
      .poll(async () => (await handlers['run.get']({ id: short })).epochsDone, { timeout: 60_000 })
      .toBe(3)
  },
  patience,
)

test(
  'the further settings can be read and reached by everybody, in both themes',
  async () => {
    await page.getByRole('link', { name: 'Train', exact: true }).click()
    await button('More settings').click()
    await page.getByRole('switch', { name: 'Early stopping' }).click()
    await page.getByRole('combobox', { name: 'Learning rate' }).click()
    await page.getByRole('option', { name: 'In steps of your own' }).click()
    await page.getByRole('textbox', { name: 'Boundaries Steps' }).waitFor()
    await screens.look('train-further')
    expect(screens.faults).toEqual([])
    await page.getByText('None', { exact: true }).click()
    await page.getByText('There will be no val_loss to watch').waitFor()
  },
  patience,
)
