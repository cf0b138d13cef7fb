import { appendFileSync, copyFileSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ImportOptions } from '../../contract/data/dataset.ts'
import { shared } from '../service/datasets/open-home.ts'
import { openScreens, type Screens } from './open-screens.ts'

let screens: Screens
let top: string
const files: string[] = []
beforeAll(async () => {
  screens = await openScreens((home) => {
    top = join(home, 'flowers')
    for (const name of ['rose', 'tulip']) {
      mkdirSync(join(top, name), { recursive: true })
      const from = shared(`images/flowers/${name}`)
      for (const file of readdirSync(from).slice(0, 4)) {
        copyFileSync(join(from, file), join(top, name, file))
        files.push(`${name}/${file}`)
      }
    }
  })
})
afterAll(() => screens.close())

test('changed and missing files are named on their tab, left out, brought back, and found where they moved to', async () => {
  const { page, service } = screens
  const input = { paths: [top], task: 'import', options: ImportOptions.parse({}), reuse: false }
  const { id } = await service.handlers['dataset.import'](input)
  const [changed = '', missing = ''] = files
  await page.getByRole('link', { name: 'Data', exact: true }).click()
  await page.getByText('flowers').first().click()
  await page.getByRole('tab', { name: 'Files' }).click()
  await page.getByText('All 8 files are as they were imported.').waitFor()
  await screens.look('files')

  copyFileSync(join(top, missing), join(screens.home, 'kept.jpg'))
  copyFileSync(join(top, changed), join(screens.home, 'before.jpg'))
  appendFileSync(join(top, changed), 'more')
  rmSync(join(top, missing))
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByText('2 of 8 files are not as they were imported').waitFor()
  expect(await page.getByRole('alert').textContent()).toContain(changed)
  expect(await page.getByRole('alert').textContent()).toContain(missing)
  await screens.look('files-changed')

  await page.getByRole('alert').getByRole('button', { name: 'Scan again' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('8 items before, 7 with what is there now.').waitFor()
  await screens.look('files-rescan')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Leave out all 2' }).click()
  await page.getByText('All 6 files are as they were imported.').waitFor()
  await page.getByText('2 changed or missing files left out').waitFor()

  await page.getByRole('button', { name: 'Bring back version 1' }).click()
  await page.getByText('version 1 restored').waitFor()
  renameSync(join(screens.home, 'kept.jpg'), join(top, missing))
  renameSync(join(screens.home, 'before.jpg'), join(top, changed))
  const place = join(screens.home, 'moved')
  renameSync(top, place)
  await page.getByRole('button', { name: 'Point to a new place' }).click()
  await dialog.getByLabel('New place').fill(place)
  await dialog.getByRole('button', { name: 'Look there' }).click()
  await dialog.getByText('8 of 8 files found.').waitFor()
  await screens.look('files-repoint')
  await dialog.getByRole('button', { name: 'Use this place' }).click()
  await page.getByText('All 8 files are as they were imported.').waitFor()
  const dataset = service.handlers['dataset.get']({ id })
  expect(await dataset).toMatchObject({ version: 4, paths: [place] })
  expect(screens.complaints).toEqual([])
  expect(screens.faults).toEqual([])
})

test('a data set is gathered into a folder with its name', async () => {
  const { page } = screens
  await page.getByRole('button', { name: 'Gather into one folder' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Folder to make it in').fill(screens.home)
  await dialog.getByLabel('Name of the new folder').fill('gathered')
  await screens.look('files-gather')
  await dialog.getByRole('button', { name: 'Copy' }).click()
  await dialog.getByText('8 files were copied to').waitFor()
  expect(readdirSync(join(screens.home, 'gathered')).sort()).toEqual(['lathe-dataset.json', 'moved'])
})
