import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Page } from 'playwright'
import { startService } from '../../service/start-service.ts'
import { serveWeb } from '../../service/web/serve-web.ts'

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

/** A service with a home of its own, the window it serves, and a Chromium that shows it. */
export interface Workbench {
  page: Page
  home: string
  /** What the page reported as an error, or as being against its policy. */
  complaints: string[]
  close: () => Promise<void>
}

// The screens must be built (out/renderer), and LATHE_CHROMIUM names a Chromium: the test command sees to both.
export async function openWorkbench(name: string): Promise<Workbench> {
  const home = mkdtempSync(join(tmpdir(), `lathe-${name}-`))
  const service = await startService({ home, holder: 'browser mode', projectRoot })
  // A copy, so that a build that begins meanwhile does not take a screen away.
  cpSync(join(projectRoot, 'out', 'renderer'), join(home, 'out', 'renderer'), { recursive: true })
  const web = await serveWeb({ service, home, projectRoot: home })
  const browser = await chromium.launch({
    executablePath: process.env.LATHE_CHROMIUM,
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
  const complaints: string[] = []
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`)
  })
  await page.goto(web.address)
  return {
    page,
    home,
    complaints,
    close: async () => {
      await browser.close()
      await web.close()
      await service.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** What axe calls serious or critical, in one line each. */
export async function axeFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
}
