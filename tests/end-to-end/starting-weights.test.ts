import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropFile } from './drop-files.ts'
import { openScreens, type Screens } from './open-screens.ts'

const patience = 120_000
const iris = fileURLToPath(new URL('../../resources/samples/iris/iris.csv', import.meta.url))
const kerasFile = fileURLToPath(new URL('../reference/models/joined.weights.h5', import.meta.url))

let screens: Screens
beforeAll(async () => {
  screens = await openScreens()
  screens.page.setDefaultTimeout(60_000)
}, patience)
afterAll(() => screens?.close(), patience)

test(
  "a run begins with what an earlier one learnt, and with a file's weights, and its page says so",
  async () => {
    const { page, service } = screens
    const train = page.getByRole('button', { name: 'Train', exact: true })
    const starting = page.getByRole('combobox', { name: 'Starting weights' })
    await page.getByRole('link', { name: 'Data', exact: true }).click()
    await dropFile(page, iris)
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('button', { name: 'Train on this' }).click()
    await train.and(page.locator(':enabled')).waitFor()
    await page.getByLabel('Epochs', { exact: true }).fill('1')
    await train.click()
    await page.getByRole('button', { name: 'Train again' }).click()
    await starting.click()
    await page.getByRole('option', { name: 'tabular-classifier 1' }).click()
    await train.click()
    await page.getByRole('tab', { name: 'Configuration' }).click()
    const [, first] = await service.handlers['run.list']({})
    await page.getByRole('link', { name: `of run ${first?.id}` }).waitFor()
    await page.getByRole('button', { name: 'Train again' }).click()
    // It is told again what it began with.
    await expect.poll(() => starting.inputValue()).toBe('tabular-classifier 1')
    await page.locator('input[type=file]').setInputFiles(kerasFile)
    await expect.poll(() => starting.inputValue()).toBe('joined.weights.h5')
    await train.click()
    // Those are of another model: it is said which weight does not fit.
    await page.getByText('do not fit').first().waitFor()
    expect(screens.complaints).toEqual([])
  },
  patience,
)
