import { afterAll, beforeAll, expect, test } from 'vitest'
import { shared } from '../service/datasets/open-home.ts'
import { openScreens, type Screens } from './open-screens.ts'

let screens: Screens
beforeAll(async () => {
  screens = await openScreens()
}, 60_000)
afterAll(() => screens.close())

test('pictures of one class are learnt by an autoencoder, which shows what it makes of those it is furthest off at', async () => {
  const { page, service, look } = screens
  const paths = [shared('images/flowers/tulip')]
  await service.handlers['dataset.import']({ paths, task: 'import', options: {}, reuse: false })
  await page.getByRole('link', { name: 'tulip' }).click()
  await page.getByRole('button', { name: 'Train on this' }).click()
  // There is nothing to tell apart, so this is what is offered first.
  await page.getByText('The model gives pictures back').waitFor()
  await page.getByRole('textbox', { name: 'Epochs' }).fill('1')
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await page.getByText('finished').first().waitFor({ timeout: 60_000 })
  await page.getByRole('tab', { name: 'Results' }).click()
  await page.getByText('Measured on 20 items').waitFor()
  expect(await page.getByText('Confusion matrix').count()).toBe(0)
  await page.getByRole('button', { name: 'Show the worst' }).click()
  await page.getByText('The worst 20 of 20').waitFor({ timeout: 60_000 })
  const pictures = page.locator('img[alt$="as it is given back"]')
  expect(await pictures.count()).toBe(20)
  const widths = await pictures.evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth))
  expect(new Set(widths)).toEqual(new Set([64]))
  await look('run-reconstructions')
  expect(screens.faults).toEqual([])
  expect(screens.complaints).toEqual([])
}, 180_000)
