import { extname } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shared } from '../service/datasets/open-home.ts'
import { chooseFolder, dropFile } from './drop-files.ts'
import { openScreens, type Screens } from './open-screens.ts'

const patience = 240_000

let screens: Screens

beforeAll(async () => {
  screens = await openScreens()
  screens.page.setDefaultTimeout(120_000)
}, patience)

afterAll(() => screens?.close(), patience)

test.each([
  // Guessing the larger class is right for 0.62 of the passengers and 0.87 of the messages.
  { what: 'passengers', path: 'tabular/titanic.csv', epochs: 5, metric: 'val_accuracy', from: 0.65, to: 1 },
  {
    what: 'messages',
    path: 'text/SMSSpamCollection.tsv',
    epochs: 1,
    metric: 'val_accuracy',
    from: 0.93,
    to: 1,
  },
  // Guessing is right for half of them.
  { what: 'photos', path: 'images/hymenoptera', epochs: 8, metric: 'val_accuracy', from: 0.85, to: 1.01 },
  // Degrees; the temperature of the oil differs from its mean by 8.6 on the whole.
  { what: 'hours', path: 'series/ETTh1.csv', epochs: 1, metric: 'val_mae', from: 0, to: 2 },
])(
  '$what are brought in, imported and trained on as they are, and something is learnt',
  async ({ path, epochs, metric, from, to }) => {
    const { page, service } = screens
    await page.getByRole('link', { name: 'Data', exact: true }).click()
    await (extname(path) ? dropFile : chooseFolder)(page, shared(path))
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('button', { name: 'Train on this' }).click()
    const train = page.getByRole('button', { name: 'Train', exact: true })
    await train.and(page.locator(':enabled')).waitFor()
    await page.getByLabel('Epochs', { exact: true }).fill(String(epochs))
    await train.click()
    await page.getByRole('button', { name: 'Train again' }).waitFor({ timeout: patience })
    const runs = await service.handlers['run.list']({})
    const run = runs.find(({ datasetName }) => path.includes(datasetName))
    expect(run?.status).toBe('finished')
    expect(run?.best[metric]).toBeGreaterThan(from)
    expect(run?.best[metric]).toBeLessThan(to)
    expect(screens.complaints).toEqual([])
  },
  patience,
)
