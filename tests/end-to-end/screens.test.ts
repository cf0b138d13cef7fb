import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../service/database/open.ts'
import { writePoints } from '../../service/runs/points.ts'
import { insertRun } from '../../service/runs/rows.ts'
import { shared } from '../service/datasets/open-home.ts'
import { sampleRun } from '../service/runs/sample-run.ts'
import { dropFile } from './drop-files.ts'
import { openScreens, type Screens } from './open-screens.ts'

const iris = shared('tabular/iris.csv')
const patience = 120_000

let screens: Screens
let page: Page

beforeAll(async () => {
  screens = await openScreens()
  page = screens.page
}, patience)

afterAll(() => screens?.close(), patience)

test(
  'a table that is dropped shows its plan, and becomes a data set when agreed to',
  async () => {
    await page.getByText('Drop your data here').waitFor()
    expect(new URL(page.url()).hash).not.toContain('token')
    await screens.look('data-empty')
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    await page.getByText('No runs yet').waitFor()
    await screens.look('runs-empty')
    await dropFile(page, iris)
    await page.getByRole('button', { name: 'Import', exact: true }).waitFor()
    await screens.look('data-plan')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('button', { name: 'Train on this' }).waitFor()
    await page.getByRole('columnheader').first().waitFor()
    await screens.look('data')
  },
  patience,
)

test(
  'the data set is trained on with one press, and its run is watched to the end',
  async () => {
    await page.getByRole('button', { name: 'Train on this' }).click()
    const train = page.getByRole('button', { name: 'Train', exact: true })
    await train.and(page.locator(':enabled')).waitFor()
    await screens.look('train')
    await page.getByLabel('Epochs', { exact: true }).fill('30')
    await train.click()
    await page.getByRole('button', { name: 'Train again' }).waitFor({ timeout: patience })
    await screens.look('run')
    await page.getByRole('tab', { name: 'Results' }).click()
    await page.getByRole('table', { name: 'Confusion matrix' }).waitFor()
    await screens.look('run-results')
    await page.getByRole('tab', { name: 'Configuration' }).click()
    await page.getByText('sparse_categorical_crossentropy').waitFor()
    await screens.look('run-configuration')
    await page.getByRole('tab', { name: 'Log' }).click()
    await screens.look('run-log')
  },
  patience,
)

test('the first steps of a short run are in its curve, one by one', async () => {
  const [run] = await screens.service.handlers['run.list']({})
  const [history] = await screens.service.handlers['run.history']({ ids: [run?.id ?? ''], maxSteps: 1000 })
  expect(history?.steps.slice(0, 8).map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
})

test('the crosshair shows the values at the pointer on every chart, and goes when the pointer goes', async () => {
  await page.getByRole('tab', { name: 'Curves' }).click()
  const chart = page.getByRole('img', { name: 'loss / Step' })
  await chart.waitFor()
  const table = page.getByText(/^Step \d+$/)
  expect(await table.count()).toBe(0)
  const box = await chart.boundingBox()
  if (!box) throw new Error('the chart has no place')
  // The middle of the plot, which begins 56 pixels from the left and ends 16 before the right edge.
  await page.mouse.move(box.x + 56 + (box.width - 72) / 2, box.y + 100)
  await table.first().waitFor()
  const told = await table.allTextContents()
  expect(told.length).toBe(2)
  expect(new Set(told).size).toBe(1)
  // 30 epochs of 4 steps: steps 1 to 120, whose middle is between 60 and 61.
  expect(Math.abs(Number(told[0]?.replace(/\D/g, '')) - 60.5)).toBeLessThan(3)
  await page.mouse.move(5, 5)
  await expect.poll(() => table.count()).toBe(0)
})

test(
  'the run is in the list, can be found, chosen and laid over another, and its settings can be trained again',
  async () => {
    await page.getByRole('button', { name: 'Train again' }).click()
    await page.getByRole('combobox', { name: 'Optimizer' }).waitFor()
    await page.getByRole('button', { name: 'Train', exact: true }).and(page.locator(':enabled')).click()
    await page.getByRole('button', { name: 'Train again' }).waitFor({ timeout: patience })
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    await page.getByRole('row').filter({ hasText: 'iris' }).first().waitFor()
    await screens.look('runs')
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Optimizer' }).click()
    await screens.look('runs-columns')
    await page.keyboard.press('Escape')
    await page.getByRole('columnheader', { name: 'Optimizer' }).waitFor()
    await page.getByRole('gridcell', { name: 'adam', exact: true }).first().waitFor()
    const filter = page.getByPlaceholder('Filter by')
    await filter.fill('nothing of the kind')
    await page.getByText('No run matches the filter.').waitFor()
    await screens.look('runs-nothing-found')
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByRole('checkbox', { name: 'Choose all' }).check()
    await page.getByRole('region', { name: 'Comparison of the chosen runs' }).waitFor()
    await screens.look('runs-overlay')
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').waitFor()
    await screens.look('runs-delete')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Clear' }).click()
  },
  patience,
)

test(
  'the models have a screen of their own',
  async () => {
    await page.getByRole('link', { name: 'Models', exact: true }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await screens.look('models-none')
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    await page.getByRole('grid').waitFor()
  },
  patience,
)

test('another language and another theme are there at once', async () => {
  await page.getByLabel('Language', { exact: true }).selectOption('zh')
  await page.getByRole('link', { name: '运行', exact: true }).waitFor()
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-Hans')
  expect(await page.locator('main').textContent()).not.toMatch(/Filter|Status|Epochs|Duration|finished/)
  await page.getByLabel('语言', { exact: true }).selectOption('system')
  await page.getByRole('link', { name: 'Runs', exact: true }).waitFor()
  await page.getByLabel('Theme', { exact: true }).selectOption('dark')
  const scheme = () => page.evaluate(() => document.documentElement.dataset.mantineColorScheme)
  await expect.poll(scheme).toBe('dark')
  await page.getByLabel('Theme', { exact: true }).selectOption('system')
  await expect.poll(scheme).toBe('light')
})

test('motion can be turned off, and never takes longer than 150 ms', async () => {
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  const longest = () =>
    page.evaluate(() =>
      Math.max(
        ...[...document.querySelectorAll('*')].map((element) =>
          Math.max(...getComputedStyle(element).transitionDuration.split(',').map(Number.parseFloat)),
        ),
      ),
    )
  const withMotion = await longest()
  expect(withMotion).toBeGreaterThan(0)
  expect(withMotion).toBeLessThanOrEqual(0.15)
  await page.getByLabel('Motion', { exact: true }).selectOption('off')
  await expect.poll(longest).toBe(0)
  await page.getByLabel('Motion', { exact: true }).selectOption('on')
  await expect.poll(longest).toBeGreaterThan(0)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await longest()).toBe(0)
})

test('everybody can read and reach what the screens show', () => {
  expect(screens.faults).toEqual([])
})

test('nothing that the page did was an error or against its own policy', () => {
  expect(screens.complaints).toEqual([])
})

test(
  'runs that failed, were interrupted or could not be compiled say so on their pages',
  async () => {
    const other = await openScreens((home) => {
      const { db } = openDatabase(home)
      const resolved = {
        loss: 'sparse_categorical_crossentropy' as const,
        learningRate: 0.001,
        seed: 1,
        validation: 'held out',
        trainItems: 80,
        validationItems: 20,
        compiled: false,
        notCompiledBecause: 'a value was read back',
        dtypePolicy: 'float32' as const,
        otherPolicyBecause: null,
        baselines: [],
      }
      insertRun(db, sampleRun('failed', { status: 'failed', failure: notFinite, epochsDone: 1 }))
      insertRun(db, sampleRun('killed', { status: 'training', resolved }))
      writePoints(db, 'killed', { steps: [], epochs: [{ epoch: 1, seconds: 1, metrics: { loss: 1 } }] })
      db.close()
    })
    try {
      const text = (words: string) => other.page.getByText(words).first().waitFor()
      await text('Lathe was not closed properly last time')
      await other.page.getByRole('link', { name: 'Runs', exact: true }).click()
      await other.page.getByRole('row').filter({ hasText: 'run killed' }).click()
      await text('Training was interrupted after 1 finished epoch')
      await text('Lathe ended while this run was training.')
      await text('a value was read back')
      await other.look('run-interrupted')
      await other.page.getByRole('link', { name: 'All runs' }).click()
      await other.page.getByRole('row').filter({ hasText: 'run failed' }).click()
      await text('The loss became NaN in epoch 2, step 7.')
      await text('Lower the learning rate')
      await other.look('run-failed')
      expect(other.faults).toEqual([])
      expect(other.complaints).toEqual([])
    } finally {
      await other.close()
    }
  },
  patience,
)

const notFinite = {
  code: 'engine.not-finite',
  message: 'The loss became NaN in epoch 2, step 7.',
  hint: 'Lower the learning rate, or look for missing or huge values in the data.',
  values: { value: 'NaN', epoch: 2, step: 7 },
}
