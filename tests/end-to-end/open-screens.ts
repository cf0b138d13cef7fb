import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Page } from 'playwright'
import { expect } from 'vitest'
import { type Service, startService } from '../../service/start-service.ts'
import { serveWeb } from '../../service/web/serve-web.ts'

// The screens must be built (out/renderer), and LATHE_CHROMIUM names a Chromium: the test command sees to both.
const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const pictures = process.env.LATHE_PICTURES === '1' ? join(projectRoot, 'docs', 'pictures') : null

/** The screens whose pictures the documents show. */
const pictured = new Set([
  'data',
  'data-plan',
  'train',
  'run',
  'run-results',
  'runs',
  'runs-overlay',
  'models',
  'models-empty',
  'models-fault',
  'models-list',
])

export interface Screens {
  page: Page
  service: Service
  home: string
  /** Where the screens are, token included. */
  address: string
  /** Errors of the page and breaches of its policy, as they came. */
  complaints: string[]
  /** What axe found serious or critical, as `look` came by. */
  faults: string[]
  /** Looks at the screen in light and dark, large and small: nothing to scroll sideways, no fault; a picture where asked for. */
  look(name: string): Promise<void>
  close(): Promise<void>
}

/** The real service in a home folder of its own, served to a real Chromium. */
export async function openScreens(prepare?: (home: string) => void): Promise<Screens> {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-screens-'))
  // The top bar shows its name.
  const home = join(folder, 'Lathe')
  mkdirSync(home)
  prepare?.(home)
  const service = await startService({ home, holder: 'browser mode', projectRoot })
  // A copy, so that a build that begins meanwhile does not take a screen away.
  cpSync(join(projectRoot, 'out', 'renderer'), join(home, 'out', 'renderer'), { recursive: true })
  const web = await serveWeb({ service, home, projectRoot: home })
  const browser = await chromium.launch({
    ...(process.env.LATHE_CHROMIUM ? { executablePath: process.env.LATHE_CHROMIUM } : {}),
    args: ['--no-sandbox'],
  })
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    locale: 'en-US',
    colorScheme: 'light',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const complaints: string[] = []
  const faults: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    const { url, lineNumber, columnNumber } = message.location()
    if (message.type() === 'error') complaints.push(`${message.text()} ${url}:${lineNumber}:${columnNumber}`)
  })
  await page.goto(web.address)

  const look = async (name: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [width, height] of [
        [1440, 900],
        [1024, 700],
      ] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.setViewportSize({ width, height })
        // Over the status line nothing lights up.
        await page.mouse.move(500, height - 5)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
        expect([name, width, wide]).toEqual([name, width, false])
        faults.push(...(await faultsOf(page)).map((fault) => `${name}, ${colorScheme}, ${width}: ${fault}`))
        if (!pictures || width !== 1440 || !pictured.has(name)) continue
        mkdirSync(pictures, { recursive: true })
        await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) })
      }
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 1440, height: 900 })
    // Until the page is drawn at that size, a click would go to where something was before.
    await page.waitForFunction(() => window.innerWidth === 1440)
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    )
  }
  const close = async () => {
    await browser.close()
    await web.close()
    await service.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { page, service, home, address: web.address, complaints, faults, look, close }
}

/** What axe calls serious or critical, in one line each. */
async function faultsOf(page: Page): Promise<string[]> {
  // Without frames there is nothing to put together, for which axe would else open a page of its own each time.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
}
