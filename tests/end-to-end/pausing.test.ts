import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defaultSettings } from '../../contract/training/training.ts'
import { type Service, startService } from '../../service/start-service.ts'
import { serveWeb } from '../../service/web/serve-web.ts'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const iris = join(projectRoot, 'resources', 'samples', 'iris', 'iris.csv')
const home = mkdtempSync(join(tmpdir(), 'lathe-pausing-'))
const patience = 120_000

let service: Service
let web: Awaited<ReturnType<typeof serveWeb>>
let browser: Browser
let page: Page

beforeAll(async () => {
  service = await startService({ home, holder: 'browser mode', projectRoot })
  cpSync(join(projectRoot, 'out', 'renderer'), join(home, 'out', 'renderer'), { recursive: true })
  web = await serveWeb({ service, home, projectRoot: home })
  browser = await chromium.launch({ executablePath: process.env.LATHE_CHROMIUM, args: ['--no-sandbox'] })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' })
  page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(web.address)
}, patience)

afterAll(async () => {
  await browser?.close()
  await web?.close()
  await service?.stop()
  rmSync(home, { recursive: true, force: true })
}, patience)

const button = (name: string) => page.getByRole('button', { name, exact: true })

test(
  'a run is paused, resumed, stopped and extended on its page, and has no epoch twice',
  async () => {
    const { handlers } = service
    const dataset = await handlers['dataset.import']({ paths: [iris], task: 't', options: {}, reuse: false })
    const model = await handlers['model.read']({ source: 'tabular-classifier', dataset: dataset.id })
    const settings = { ...defaultSettings, epochs: 20_000, seed: 1 }
    const id = await handlers['run.start']({
      ...{ dataset: dataset.id, model, settings, weights: null, name: 'long' },
    })
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    await page.getByRole('link', { name: 'long', exact: true }).first().click()
    await button('Stop and keep').waitFor()
    await button('Pause').click()
    await button('Resume').waitFor()
    const paused = await handlers['run.get']({ id })
    expect(paused).toMatchObject({ status: 'paused', failure: null })
    await button('Resume').click()
    await button('Stop and keep').click()
    await button('Resume').waitFor()
    const stopped = await handlers['run.get']({ id })
    expect(stopped.status).toBe('stopped')
    expect(stopped.epochs.map(({ epoch }) => epoch)).toEqual(stopped.epochs.map((_, at) => at + 1))
    expect(stopped.epochs.length).toBeGreaterThanOrEqual(paused.epochs.length)

    const short = await handlers['run.start']({
      ...{ dataset: dataset.id, model, weights: null, name: 'short' },
      settings: { ...settings, epochs: 2 },
    })
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    await page.getByRole('link', { name: 'short', exact: true }).first().click()
    await button('Extend…').click()
    const field = page.getByRole('textbox', { name: 'Epochs in all' })
    expect(await field.inputValue()).toBe('4')
    await field.fill('3')
    await button('Go on').click()
    await expect
      .poll(async () => (await handlers['run.get']({ id: short })).epochsDone, { timeout: 60_000 })
      .toBe(3)
  },
  patience,
)

test(
  'the further settings can be read and reached by everybody, in both themes',
  async () => {
    await page.getByRole('link', { name: 'Train', exact: true }).click()
    await button('More settings').click()
    await page.getByRole('switch', { name: 'Early stopping' }).click()
    await page.getByRole('combobox', { name: 'Learning rate' }).click()
    await page.getByRole('option', { name: 'In steps of your own' }).click()
    await page.getByRole('textbox', { name: 'Boundaries Steps' }).waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { violations } = await new AxeBuilder({ page }).analyze()
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    }
    await page.getByText('None', { exact: true }).click()
    await page.getByText('There will be no val_loss to watch').waitFor()
  },
  patience,
)
