import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shared } from '../service/datasets/open-home.ts'
import { openScreens, type Screens } from './open-screens.ts'

const patience = 120_000
let screens: Screens
let page: Page
let folder: string
let id = ''

/** Forty photos of two flowers, of which one stands in training and in test, and one under both names. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-garden-'))
  for (const name of ['rose', 'tulip']) {
    const photos = readdirSync(shared(`images/flowers/${name}`))
      .sort()
      .slice(0, 20)
    for (const part of ['train', 'test']) mkdirSync(join(folder, 'garden', part, name), { recursive: true })
    for (const [at, photo] of photos.entries())
      cpSync(
        shared(`images/flowers/${name}/${photo}`),
        join(folder, 'garden', at < 15 ? 'train' : 'test', name, `${String(at).padStart(2, '0')}.jpg`),
      )
  }
  const at = (path: string) => join(folder, 'garden', path)
  cpSync(at('test/rose/16.jpg'), at('train/rose/from-test.jpg'))
  cpSync(at('train/rose/03.jpg'), at('train/tulip/not-a-tulip.jpg'))
  screens = await openScreens()
  page = screens.page
  const made = await screens.service.handlers['dataset.import']({
    paths: [join(folder, 'garden')],
    task: 'garden',
    options: {},
    reuse: false,
  })
  id = made.id
}, patience)

afterAll(async () => {
  await screens?.close()
  rmSync(folder, { recursive: true, force: true })
}, patience)

const dataset = () => screens.service.handlers['dataset.get']({ id })
const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click()

test(
  'a data set is looked at by itself, and its tabs are in the address',
  async () => {
    await page.getByRole('link', { name: 'garden' }).click()
    await page.getByText('Brightness').first().waitFor()
    await screens.look('data-overview')
    await tab('Findings')
    await page.getByText('1 training item is in another part too').waitFor()
    expect(page.url()).toContain('tab=findings')
    await page.locator('[data-finding=leak] img').nth(1).waitFor()
    await screens.look('data-findings')
  },
  patience,
)

test(
  'what a finding offers is done, undone by Ctrl+Z, and an ignored one is brought back',
  async () => {
    await page.getByRole('button', { name: 'Leave out those in training' }).first().click()
    await page.getByText('1 item is left out.').waitFor()
    expect((await dataset()).excluded.files).toEqual(['train/rose/from-test.jpg'])
    await page.getByText('2 items are the same but have different labels').waitFor()
    await expect.poll(() => page.locator('[data-finding=leak]').count()).toBe(0)
    await page.keyboard.press('Control+z')
    await page.locator('[data-finding=leak]').waitFor()
    expect((await dataset()).excluded.files).toEqual([])
    await page.locator('[data-finding=conflict]').getByRole('button', { name: 'Ignore this finding' }).click()
    await page.getByRole('button', { name: '1 ignored finding' }).click()
    await page.getByRole('button', { name: 'Bring back' }).click()
    await expect.poll(async () => (await dataset()).ignoredFindings).toEqual([])
  },
  patience,
)

test(
  'pictures are walked, chosen, left out, shown large and found again by keyboard',
  async () => {
    await tab('Samples')
    const list = page.getByRole('listbox', { name: 'Pictures' })
    const chosen = page.locator('[role=option][aria-selected=true]')
    await page.locator('[role=option] img').first().waitFor()
    await screens.look('data-samples')
    await list.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Space')
    await expect.poll(() => chosen.count()).toBe(1)
    await page.keyboard.press('Shift+ArrowRight')
    await expect.poll(() => chosen.count()).toBe(2)
    await page.keyboard.press('x')
    await page.getByText('2 items are left out.').waitFor()
    await expect.poll(async () => (await dataset()).items).toBe(40)
    await page.getByLabel('Show what is left out').selectOption('left')
    await expect.poll(() => page.locator('[role=option][data-left-out]').count()).toBe(2)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Nothing here matches.').waitFor()
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.locator('[role=option] img').first().waitFor()
    await list.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').locator('img').waitFor()
    await screens.look('data-large')
    await page.keyboard.press('Escape')
    await page.getByPlaceholder('Search in names').fill('not-a')
    await expect.poll(() => page.locator('[role=option]').count()).toBe(1)
  },
  patience,
)

test('everybody can read and reach what the screens show', () => {
  expect(screens.faults).toEqual([])
  expect(screens.complaints).toEqual([])
})
