import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Bridge } from '../../contract/bridge.ts'
import { launchShell, type Shell } from './launch-shell.ts'

let home: string
let shell: Shell
let page: Page

type WithBridge = { lathe: Bridge }

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'lathe-shell-'))
  shell = await launchShell(home)
  page = shell.page
})

afterAll(async () => {
  await shell?.app.close()
  if (home) rmSync(home, { recursive: true, force: true })
})

const stateIs = (wanted: string) =>
  page.evaluate(
    (wanted) =>
      new Promise<void>((resolve) => {
        ;(window as unknown as WithBridge).lathe.onServiceState(({ state }) => {
          if (state === wanted) resolve()
        })
      }),
    wanted,
  )

const appState = () => page.evaluate(() => (window as unknown as WithBridge).lathe.call('app.state', {}))

test('the window reaches the real service through its bridge', async () => {
  await stateIs('ready')
  const reply = await appState()
  expect(reply).toMatchObject({ ok: true, value: { home } })
})

test('the page draws the application', async () => {
  await shell.shows('Drop your data here')
  expect(await page.title()).toContain('Lathe')
})

test('a page that is loaded again is told how things stand', async () => {
  await page.reload()
  await stateIs('ready')
  await shell.shows('Drop your data here')
})

test('the page may not run text as code', async () => {
  const refused = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.violatedDirective))
        const script = document.createElement('script')
        script.textContent = 'window.ran = true'
        document.body.append(script)
      }),
  )
  expect(refused).toContain('script-src')
})

test('a service that is killed comes back, and the window can call it again', async () => {
  const { pid } = JSON.parse(readFileSync(join(home, 'service.json'), 'utf8')) as { pid: number }
  const away = stateIs('restarting')
  process.kill(pid, 'SIGKILL')
  await away
  await stateIs('ready')
  expect(await appState()).toMatchObject({ ok: true })
})

test('the page has no Node', async () => {
  const found = await page.evaluate(() => [typeof require, typeof process, typeof module])
  expect(found).toEqual(['undefined', 'undefined', 'undefined'])
})

test('closing the window ends the service too', async () => {
  const { pid } = JSON.parse(readFileSync(join(home, 'service.json'), 'utf8')) as { pid: number }
  const closed = shell.app.waitForEvent('close')
  await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await closed
  expect(() => process.kill(pid, 0)).toThrow()
  expect(JSON.parse(readFileSync(join(home, 'window', 'window.json'), 'utf8'))).toHaveProperty('width')
})
