import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shared } from '../service/datasets/open-home.ts'
import { openScreens, type Screens } from './open-screens.ts'

const patience = 120_000
let screens: Screens
let page: Page

beforeAll(async () => {
  screens = await openScreens()
  page = screens.page
}, patience)

afterAll(() => screens?.close(), patience)

const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement)

/** Presses Tab until the target has the focus; fails when it cannot be reached. */
async function tabTo(target: Locator, key = 'Tab'): Promise<void> {
  await target.waitFor()
  for (let presses = 0; presses < 80; presses += 1) {
    if (await hasFocus(target)) return
    await page.keyboard.press(key)
  }
  throw new Error(`no way by ${key} to ${target}`)
}

async function press(target: Locator): Promise<void> {
  await tabTo(target)
  await page.keyboard.press('Enter')
}

const button = (name: string) => page.getByRole('button', { name, exact: true })
const runs = () => screens.service.handlers['run.list']({})
const current = () => page.evaluate(() => document.activeElement?.textContent ?? '')

test(
  'a sample is imported, trained on and watched to its end by keyboard alone',
  async () => {
    await press(button('Try Iris'))
    await press(button('Train on this'))
    await button('Train').and(page.locator(':enabled')).waitFor()
    await press(button('Train'))
    await button('Train again').waitFor({ timeout: patience })
    await press(button('Train again'))
    await button('Train').and(page.locator(':enabled')).waitFor()
    await press(button('Train'))
    await expect
      .poll(async () => (await runs()).map((run) => run.status), { timeout: patience })
      .toEqual(['finished', 'finished'])
  },
  patience,
)

test(
  'a key skips the rail, and what has the focus can be seen',
  async () => {
    await page.keyboard.press('Home')
    await tabTo(button('Skip to the content'), 'Shift+Tab')
    const box = await button('Skip to the content').boundingBox()
    expect(box?.y).toBeGreaterThanOrEqual(0)
    await page.keyboard.press('Enter')
    expect(await hasFocus(page.locator('main'))).toBe(true)
    const rail = page.getByRole('link', { name: 'Runs', exact: true })
    await tabTo(rail, 'Shift+Tab')
    expect(await rail.evaluate((element) => getComputedStyle(element).outlineStyle)).not.toBe('none')
    await page.keyboard.press('Enter')
    await page.getByRole('grid').waitFor()
  },
  patience,
)

test(
  'rows are walked, chosen, laid over each other and renamed by keyboard alone',
  async () => {
    const rows = page.locator('[role=row][data-index]')
    await tabTo(rows.nth(0))
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => hasFocus(rows.nth(1))).toBe(true)
    await page.keyboard.press('Space')
    await page.getByRole('region', { name: 'Comparison of the chosen runs' }).waitFor()
    expect(await page.locator('[role=row][aria-selected=true]').count()).toBe(2)
    await page.keyboard.press('F2')
    await page.keyboard.type('the second look')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await runs()).map((run) => run.name)).toContain('the second look')
    await expect.poll(current).toContain('the second look')
    await page.keyboard.press('F2')
    await page.keyboard.type('a slip of the hand')
    await page.keyboard.press('Escape')
    await expect.poll(current).toContain('the second look')
    expect((await runs()).map((run) => run.name)).not.toContain('a slip of the hand')
  },
  patience,
)

test(
  'a run is opened, noted and, when that is confirmed, deleted by keyboard alone; what was chosen stays chosen',
  async () => {
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'the second look' }).waitFor()
    await tabTo(page.getByLabel('Note', { exact: true }))
    await page.keyboard.type('worth a second try')
    await expect.poll(async () => (await runs()).map((run) => run.note)).toContain('worth a second try')
    await tabTo(button('Delete'), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => hasFocus(page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).last()))
      .toBe(true)
    await page.keyboard.press('Escape')
    await expect.poll(() => hasFocus(button('Delete'))).toBe(true)
    expect((await runs()).length).toBe(2)
    await page.keyboard.press('Enter')
    await press(button('Delete for good'))
    await page.getByRole('grid').waitFor()
    expect((await runs()).map((run) => run.name)).not.toContain('the second look')
    await page.getByText('1 chosen').waitFor()
  },
  patience,
)

test('a note that was typed in the last moment before the window closed is there again', async () => {
  const rows = page.locator('[role=row][data-index]')
  await tabTo(rows.nth(0))
  await page.keyboard.press('Enter')
  const note = page.getByLabel('Note', { exact: true })
  await tabTo(note)
  await page.keyboard.type('typed too late')
  await page.reload()
  await expect.poll(() => note.inputValue()).toBe('typed too late')
  await expect.poll(async () => (await runs()).map((run) => run.note)).toEqual(['typed too late'])
})

test(
  'a file is chosen, its plan agreed to and its data taken to training by keyboard alone',
  async () => {
    await page.getByRole('link', { name: 'Data', exact: true }).focus()
    await page.keyboard.press('Enter')
    // Asked for before the key is pressed: the browser is told to hand the dialog over.
    const chosen = page.waitForEvent('filechooser')
    // Below the list stands what was prepared for the runs: then it is all there.
    await page.getByText(/^Prepared data/).waitFor()
    await tabTo(button('Choose files'))
    await page.keyboard.press('Enter')
    await (await chosen).setFiles(shared('tabular/iris.csv'))
    await button('Import').waitFor()
    await expect.poll(() => hasFocus(button('Import'))).toBe(true)
    await screens.look('data-plan-by-keyboard')
    await page.keyboard.press('Enter')
    await press(button('Train on this'))
    await button('Train').and(page.locator(':enabled')).waitFor()
    expect(screens.faults).toEqual([])
  },
  patience,
)

test('screens are gone to by their letters, the search by a slash, and every key stands in one list', async () => {
  const place = () => new URL(page.url()).hash
  const go = async (letter: string, to: string) => {
    await page.keyboard.press('g')
    await page.keyboard.press(letter)
    await expect.poll(place).toBe(to)
  }
  await page.getByRole('link', { name: 'Data', exact: true }).click()
  await go('m', '#/models')
  await go('t', '#/train')
  await go('r', '#/runs')
  await page.getByRole('grid').waitFor()
  await page.keyboard.press('/')
  await expect.poll(() => hasFocus(page.getByLabel(/^Filter by/))).toBe(true)
  await page.keyboard.type('g?')
  expect(place()).toBe('#/runs')
  await page.getByLabel(/^Filter by/).fill('')
  await page.keyboard.press('Tab')
  await page.keyboard.press('?')
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await list.waitFor()
  // Those of the screen that is open come first.
  await expect
    .poll(() => list.getByRole('heading', { level: 3 }).first().textContent())
    .toBe('The table of runs')
  await screens.look('shortcuts')
  expect(screens.faults).toEqual([])
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'detached' })
})

test('a browser that lacks the token is told so by itself, and takes the address that was printed', async () => {
  const stranger = await (await page.context().browser()?.newContext())?.newPage()
  if (!stranger) throw new Error('no browser')
  await stranger.goto(new URL('/', page.url()).href)
  await stranger.getByRole('heading', { name: 'This address lacks its token' }).waitFor()
  expect(await stranger.getByRole('alert').count()).toBe(0)
  await stranger.getByLabel('Address that Lathe printed').fill(screens.address)
  await stranger.keyboard.press('Enter')
  await stranger.getByRole('link', { name: 'Runs', exact: true }).waitFor()
  await stranger.context().close()
})

test('nothing that the page did was an error or against its own policy', () => {
  expect(screens.complaints).toEqual([])
})
