import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { launchShell, type Shell } from './launch-shell.ts'

const home = mkdtempSync(join(tmpdir(), 'lathe-page-crash-'))
let shell: Shell | undefined

afterAll(async () => {
  await shell?.app.close().catch(() => {})
  rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

test('a page that crashes is drawn again, and knows that the service is ready', async () => {
  shell = await launchShell(home)
  await shell.shows('Drop your data here')
  // Asked from main: the driver has lost its page by then.
  const drawn = await shell.app.evaluate(async ({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0] as Electron.BrowserWindow
    const again = new Promise<void>((resolve) => {
      webContents.once('did-finish-load', () => resolve())
    })
    const gone = new Promise<string>((resolve) => {
      webContents.once('render-process-gone', (_event: unknown, details: { reason: string }) =>
        resolve(details.reason),
      )
    })
    process.kill(webContents.getOSProcessId(), 'SIGKILL')
    const reason = await gone
    await again
    const state = await webContents.executeJavaScript(
      `new Promise((resolve) => lathe.onServiceState(({ state }) => state === 'ready' && resolve(state)))`,
    )
    return [reason, state]
  })
  expect(drawn).toEqual([expect.stringMatching(/crashed|killed/), 'ready'])
})
