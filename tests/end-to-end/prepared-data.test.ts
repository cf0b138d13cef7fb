import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ImportOptions } from '../../contract/data/dataset.ts'
import { shared } from '../service/datasets/open-home.ts'
import { openScreens, type Screens } from './open-screens.ts'

let screens: Screens
let folder: string
beforeAll(async () => {
  screens = await openScreens((home) => {
    folder = join(home, 'packed', 'made')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'train-input.bin'), Buffer.alloc(2_500_000))
    writeFileSync(join(folder, 'packed.json'), '{}')
  })
})
afterAll(() => screens.close())

test('below the data sets stands what prepared data takes; it can be bounded and cleared', async () => {
  const { page, service } = screens
  const paths = [shared('tabular/iris.csv')]
  const options = ImportOptions.parse({})
  await service.handlers['dataset.import']({ paths, task: 'import', options, reuse: false })
  await page.getByRole('link', { name: 'Data', exact: true }).click()
  await page.getByText(/^Prepared data: [\d.]+ MiB$/).waitFor()
  await screens.look('prepared-data')
  await page.getByLabel('How much prepared data may take').selectOption('Limit: 5 GB')
  await expect.poll(() => service.handlers['preferences.get']({})).toMatchObject({ packedGigabytes: 5 })
  expect(await service.handlers['dataset.cache']({})).toMatchObject({ limit: 5e9 })
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByText('Prepared data').waitFor({ state: 'detached' })
  expect(existsSync(folder)).toBe(false)
  expect(screens.faults).toEqual([])
})
