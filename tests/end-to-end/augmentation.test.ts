import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { augmentationPresets, textPresets } from '../../contract/data/augmentation.ts'
import type { Dataset } from '../../contract/data/dataset.ts'
import type { RunRow } from '../../contract/training/run.ts'
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

test('words of real messages are left out and swapped: seen, kept, and trained on to the end', async () => {
  const { page, service, home } = screens
  const path = join(home, 'messages.tsv')
  const lines = readFileSync(shared('text/SMSSpamCollection.tsv'), 'utf8').split('\n').slice(0, 1000)
  writeFileSync(path, `${lines.join('\n')}\n`)
  const request = { paths: [path], task: 'import', options: {}, reuse: false }
  const messages = (await service.handlers['dataset.import'](request)) as Dataset
  await page.getByRole('link', { name: 'Data', exact: true }).click()
  await page.getByRole('link', { name: messages.name }).click()
  await page.getByRole('tab', { name: 'Augmentation' }).click()
  await page.getByRole('radiogroup', { name: 'Presets' }).getByText('Light').click()
  await page.getByRole('button', { name: 'Keep for this data set' }).click()
  await page.getByText('In use when this data is trained on').waitFor()
  await page.getByRole('button', { name: 'Train on this' }).click()
  await page.getByText('word_drop=0.1, word_swap=0.1').waitFor()
  await page.getByLabel('Epochs', { exact: true }).fill('3')
  const train = page.getByRole('button', { name: 'Train', exact: true })
  await train.and(page.locator(':enabled')).click()
  await page.getByText('To compare').waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Train again' }).waitFor({ timeout: 60_000 })
  const [row] = (await service.handlers['run.list']({})) as RunRow[]
  expect(row).toMatchObject({ status: 'finished', settings: { augmentation: textPresets.light } })
  expect(row?.best.val_accuracy).toBeGreaterThan(0.9)
  await page.getByText(/less error than always ham/).waitFor()
  expect(screens.complaints).toEqual([])
}, 180_000)
