import { afterAll, beforeAll, expect, test } from 'vitest'
import { augmentationPresets } from '../../contract/data/augmentation.ts'
import type { Dataset } from '../../contract/data/dataset.ts'
import { shared } from '../service/datasets/open-home.ts'
import { openScreens, type Screens } from './open-screens.ts'

let screens: Screens
let dataset: Dataset

beforeAll(async () => {
  screens = await openScreens()
  const paths = [shared('images/hymenoptera')]
  dataset = (await screens.service.handlers['dataset.import']({
    paths,
    task: 'import',
    options: {},
    reuse: false,
  })) as Dataset
}, 60_000)

afterAll(() => screens.close())

test('augmentation is tried out on the pictures themselves, drawn again, kept, and used by the next run', async () => {
  const { page, service, look } = screens
  await page.getByRole('link', { name: dataset.name }).click()
  await page.getByRole('tab', { name: 'Augmentation' }).click()
  const shown = () =>
    page.locator('figure img').evaluateAll((all) => all.map((one) => (one as HTMLImageElement).src))
  await page.locator('figure img').first().waitFor()
  const plain = await shown()
  expect(plain).toHaveLength(8 * 5)
  expect(plain.slice(1, 5)).toEqual(new Array(4).fill(plain[1]))

  await page.getByText('As in the Keras blog').click()
  await expect.poll(async () => (await shown())[1], { timeout: 15_000 }).not.toBe(plain[1])
  await expect.poll(async () => new Set((await shown()).slice(1, 5)).size, { timeout: 15_000 }).toBe(4)
  const first = await shown()
  expect(first[0]).toBe(plain[0])
  await page.getByRole('button', { name: 'Draw again' }).click()
  await expect.poll(async () => (await shown())[1], { timeout: 15_000 }).not.toBe(first[1])
  await page.getByLabel('Seed').fill('1')
  await expect.poll(async () => (await shown())[1], { timeout: 15_000 }).toBe(first[1])
  await look('data-augmentation')

  const rotation = page.getByRole('textbox', { name: 'Rotation' })
  await rotation.fill('25')
  await page.getByText('Tried out, not kept yet').waitFor()
  await page.getByRole('button', { name: 'Keep for this data set' }).click()
  await page.getByText('In use when this data is trained on').waitFor()
  const kept = (await service.handlers['dataset.get']({ id: dataset.id })) as Dataset
  expect(kept.augmentation).toEqual({ ...augmentationPresets.blog, rotation_range: 25 })

  await page.getByRole('button', { name: 'Train on this' }).click()
  await page.getByText('rotation_range=25').waitFor()
  expect(screens.complaints).toEqual([])
  expect(screens.faults).toEqual([])
}, 120_000)
