import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Service, startService } from '../../service/start-service.ts'
import { serveWeb } from '../../service/web/serve-web.ts'

// The screens must be built (out/renderer), and LATHE_CHROMIUM names a Chromium: the test command sees to both.
const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const iris = fileURLToPath(new URL('../../../shared/data/tabular/iris.csv', import.meta.url))
const pictures = process.env.LATHE_PICTURES === '1' ? join(projectRoot, 'docs', 'pictures') : null
const home = mkdtempSync(join(tmpdir(), 'lathe-screens-'))
const patience = 120_000

let service: Service
let web: Awaited<ReturnType<typeof serveWeb>>
let browser: Browser
let page: Page
const complaints: string[] = []
const found: string[] = []

beforeAll(async () => {
  service = await startService({ home, holder: 'browser mode', projectRoot })
  // A copy, so that a build that begins meanwhile does not take a screen away.
  cpSync(join(projectRoot, 'out', 'renderer'), join(home, 'out', 'renderer'), { recursive: true })
  web = await serveWeb({ service, home, projectRoot: home })
  browser = await chromium.launch({
    executablePath: process.env.LATHE_CHROMIUM,
    args: ['--no-sandbox'],
  })
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    locale: 'en-US',
    colorScheme: 'light',
    bypassCSP: false,
  })
  page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error')
      complaints.push(
        `${message.text()} ${message.location().url}:${message.location().lineNumber}:${message.location().columnNumber}`,
      )
  })
  await page.goto(web.address)
}, patience)

afterAll(async () => {
  await browser?.close()
  await web?.close()
  await service?.stop()
  rmSync(home, { recursive: true, force: true })
}, patience)

/** Drops a file on the window as a file manager would. */
async function drop(name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ({ name, text }) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([text], name, { type: 'text/csv' }))
      return transfer
    },
    { name, text },
  )
  await page.dispatchEvent('body', 'drop', { dataTransfer: data })
}

/** What axe calls serious or critical, in one line each. */
async function faults(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
}

/** In light and dark: faults at the larger size, sideways scrolling at both; a picture of the larger when asked for. */
async function look(name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [width, height] of [
      [1440, 900],
      [1024, 700],
    ] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height })
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
      expect([name, width, wide]).toEqual([name, width, false])
      if (pictures && width === 1440) {
        mkdirSync(pictures, { recursive: true })
        await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) })
      }
      if (width === 1440) found.push(...(await faults()).map((fault) => `${name}, ${colorScheme}: ${fault}`))
    }
  }
}

test(
  'a table that is dropped shows its plan, and becomes a data set when agreed to',
  async () => {
    await page.getByText('Drop your data here').waitFor()
    expect(new URL(page.url()).hash).not.toContain('token')
    await look('data-empty')
    await drop('iris.csv', readFileSync(iris, 'utf8'))
    await page.getByRole('button', { name: 'Import', exact: true }).waitFor()
    await look('data-plan')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('button', { name: 'Train on this' }).waitFor()
    await page.getByRole('columnheader').first().waitFor()
    await look('data')
  },
  patience,
)

test(
  'the data set is trained on with one press, and its run is watched to the end',
  async () => {
    await page.getByRole('button', { name: 'Train on this' }).click()
    const train = page.getByRole('button', { name: 'Train', exact: true })
    await train.and(page.locator(':enabled')).waitFor()
    await look('train')
    await train.click()
    await page.getByRole('button', { name: 'Train again' }).waitFor({ timeout: patience })
    await look('run')
    await page.getByRole('tab', { name: 'Results' }).click()
    await look('run-results')
  },
  patience,
)

test(
  'the run is in the list, and its settings can be trained again',
  async () => {
    await page.getByRole('button', { name: 'Train again' }).click()
    await page.getByRole('button', { name: 'Train', exact: true }).and(page.locator(':enabled')).waitFor()
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    await page.getByRole('row').filter({ hasText: 'iris' }).first().waitFor()
    await look('runs')
  },
  patience,
)

test('everybody can read and reach what the screens show', () => {
  expect(found).toEqual([])
})

test('nothing that the page did was an error or against its own policy', () => {
  expect(complaints).toEqual([])
})
