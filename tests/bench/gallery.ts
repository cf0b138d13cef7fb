import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright'
import { startService } from '../../service/start-service.ts'
import { serveWeb } from '../../service/web/serve-web.ts'
import { makePictures } from './make-pictures.ts'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const { values } = parseArgs({ options: { pictures: { type: 'string', default: '20000' } } })
const count = Number(values.pictures)

/**
 * How smoothly the gallery scrolls, in Chromium against the real service: milliseconds from frame to frame while the wheel turns, then how long until every
 * picture in sight is there; after a jump to the middle likewise, and after both when the service has been started again and knows but what it kept on the
 * disk. What is known of the pictures is looked at first, and how long that takes; then how long the filters take, and how much memory it all has.
 */
const folder = mkdtempSync(join(tmpdir(), 'lathe-bench-gallery-'))
const home = join(folder, 'home')
await makePictures(join(folder, 'pictures'), count)
const start = () => startService({ home, holder: 'benchmark', projectRoot, spare: false })
let service = await start()
let web = await serveWeb({ service, home, projectRoot })
const browser = await chromium.launch({
  ...(process.env.LATHE_CHROMIUM ? { executablePath: process.env.LATHE_CHROMIUM } : {}),
  args: ['--no-sandbox'],
})
try {
  const imported = performance.now()
  const dataset = await service.handlers['dataset.import']({
    paths: [join(folder, 'pictures')],
    task: 'import',
    options: {},
    reuse: false,
  })
  console.log(`${dataset.items} JPEGs`)
  console.log(`  imported            ${((performance.now() - imported) / 1000).toFixed(1)} s`)
  const looked = performance.now()
  const profile = await service.handlers['dataset.makeProfile']({ id: dataset.id, task: 'profile' })
  console.log(
    `  looked at all       ${((performance.now() - looked) / 1000).toFixed(1)} s, ${profile.findings.length} findings`,
  )
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await open(page, dataset)
  await page.mouse.move(700, 500)
  for (const [name, step] of [
    ['slowly', 120],
    ['quickly', 1200],
  ] as const) {
    const frames = await framesWhile(page, async () => {
      for (let turn = 0; turn < 60; turn++) {
        await page.mouse.wheel(0, step)
        await page.waitForTimeout(16)
      }
    })
    const after = performance.now()
    await settled(page)
    console.log(
      `  scrolled ${name.padEnd(10)} frames ${spreadOf(frames)}; pictures there ${(performance.now() - after).toFixed(0)} ms later`,
    )
  }
  await jump(page)
  const [className = ''] = dataset.classes
  for (const [name, filter] of Object.entries({
    all: {},
    'of a class': { className },
    'by file name': { search: '99' },
    'left out': { leftOut: true },
  })) {
    const asked = performance.now()
    const query = { dataset: dataset.id, ...filter, offset: 0, limit: 200 }
    const { total } = await service.handlers['dataset.samples'](query)
    console.log(`  ${name.padEnd(20)}${(performance.now() - asked).toFixed(0)} ms, ${total} pictures`)
  }
  const heap = await page.evaluate(
    () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
  )
  const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`
  console.log(
    `  memory              service ${mib(process.memoryUsage().rss)}, JavaScript of the page ${mib(heap)}`,
  )
  await page.goto('about:blank')
  await web.close()
  await service.stop()
  service = await start()
  web = await serveWeb({ service, home, projectRoot })
  console.log('  started again')
  await open(page, dataset)
  await jump(page)
} finally {
  await browser.close()
  await web.close()
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit()

/** Opens the gallery, from the list of data sets. */
async function open(page: Page, { id, name }: { id: string; name: string }): Promise<void> {
  await page.goto(web.address)
  await page.getByRole('link', { name }).first().waitFor()
  const opened = performance.now()
  await page.evaluate((id) => {
    location.hash = `#/data/${id}?tab=samples`
  }, id)
  await settled(page)
  console.log(
    `  opened              ${(performance.now() - opened).toFixed(0)} ms until every picture in sight is there`,
  )
}

async function jump(page: Page): Promise<void> {
  const jumped = performance.now()
  await page.evaluate(() => {
    const list = document.querySelector('[role=listbox]') as HTMLElement
    list.scrollTop = list.scrollHeight / 2
  })
  await page.waitForTimeout(50)
  await settled(page)
  console.log(`  jumped to the middle: pictures there after ${(performance.now() - jumped).toFixed(0)} ms`)
}

/** Waits until each picture in sight is drawn. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const options = [...document.querySelectorAll('[role=option][id^=item-]')]
    return options.length > 0 && options.every((one) => one.querySelector('img')?.complete)
  })
}

/** Milliseconds between the frames while something is done. */
async function framesWhile(page: Page, work: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const frames: number[] = []
    let before = performance.now()
    const next = (now: number) => {
      frames.push(now - before)
      before = now
      if (frames.length < 10_000) requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
    Object.assign(window, { frames })
  })
  await work()
  return page.evaluate(() => (window as unknown as { frames: number[] }).frames.slice(2))
}

function spreadOf(frames: number[]): string {
  const sorted = [...frames].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0)
  return `median ${at(0.5)} ms, 95 % ${at(0.95)}, longest ${at(1)} (${frames.length})`
}
