import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Browser, chromium } from 'playwright'
import { startService } from '../../service/start-service.ts'
import { serveWeb } from '../../service/web/serve-web.ts'
import { fillRuns } from './fill-runs.ts'
import { spread } from './spread.ts'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000,10000' },
    epochs: { type: 'string', default: '200' },
    loads: { type: 'string', default: '9' },
  },
})

/**
 * How long until the page of all runs can be used, in Chromium against the real service and database: from the
 * navigation to the first rows on the screen, from a word in the filter to its rows, and from a click on a column to its order.
 */
for (const count of values.runs.split(',').map(Number)) {
  const home = mkdtempSync(join(tmpdir(), 'lathe-bench-runs-'))
  fillRuns(home, count, Number(values.epochs))
  const began = performance.now()
  const service = await startService({ home, holder: 'benchmark', projectRoot, spare: false })
  const started = performance.now() - began
  const web = await serveWeb({ service, home, projectRoot })
  const browser = await chromium.launch({
    ...(process.env.LATHE_CHROMIUM ? { executablePath: process.env.LATHE_CHROMIUM } : {}),
    args: ['--no-sandbox'],
  })
  try {
    console.log(`${count} runs, ${values.epochs} epochs each (ms: median, least to most)`)
    console.log(`  service ready       ${started.toFixed(0)}`)
    await measure(browser, web.address, count, Number(values.loads))
  } finally {
    await browser.close()
    await web.close()
    await service.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

async function measure(browser: Browser, address: string, count: number, loads: number): Promise<void> {
  const times: Record<string, number[]> = { 'rows shown': [], 'filter answered': [], 'column sorted': [] }
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.addInitScript(watch)
  // The address holds the token, which the page keeps for its tab: from then on a reload is a start of the window.
  await page.goto(address)
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  for (let load = 0; load <= loads; load += 1) {
    await page.reload({ waitUntil: 'commit' })
    const shown = await page.evaluate(() => window.whenShown((rows) => rows.length > 10))
    const filter = page.getByPlaceholder('Filter by')
    await filter.focus()
    const filtered = await page.evaluate(
      (name) => {
        const field = document.querySelector<HTMLInputElement>('input[placeholder^="Filter by"]')
        if (!field) throw new Error('there is no filter')
        const began = performance.now()
        // As a key would: through the element's own setter, so that React hears of it.
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, name)
        field.dispatchEvent(new Event('input', { bubbles: true }))
        return window
          .whenShown((rows) => rows.length > 0 && rows.every((row) => row.includes(name)))
          .then((at) => at - began)
      },
      `iris ${count - (count % 3) - 1}`,
    )
    await filter.fill('')
    const sorted = await page.evaluate(async () => {
      await window.whenShown((rows) => rows.length > 10)
      const column = [...document.querySelectorAll<HTMLButtonElement>('[role=columnheader] button')]
      const began = performance.now()
      const before = document.querySelector('[data-index="0"]')?.textContent
      column.find((one) => one.textContent === 'val_loss')?.click()
      return window.whenShown((rows) => rows.length > 10 && rows[0] !== before).then((at) => at - began)
    })
    // The first load fills the browser's caches and is not counted.
    if (load > 0) {
      times['rows shown']?.push(shown)
      times['filter answered']?.push(filtered)
      times['column sorted']?.push(sorted)
    }
  }
  for (const [name, of] of Object.entries(times)) console.log(`  ${name.padEnd(18)}  ${spread(of)}`)
}

declare global {
  interface Window {
    /** The time since the navigation at which the drawn rows were as wanted. */
    whenShown: (wanted: (rows: string[]) => boolean) => Promise<number>
  }
}

/** Runs in the page: looks at the rows after every frame, which is when a person could have seen them. */
function watch(): void {
  window.whenShown = (wanted) =>
    new Promise((resolve) => {
      const look = () => {
        const rows = [...document.querySelectorAll('[role=row][data-index]')].map(
          (row) => row.textContent ?? '',
        )
        if (wanted(rows)) resolve(performance.now())
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    })
}
