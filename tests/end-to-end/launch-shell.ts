import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'

export interface Shell {
  app: ElectronApplication
  page: Page
  /** Presses the enabled button, link or tab with just this text, once there is one; a button on the screen before one of the rail. */
  press(text: string): Promise<void>
  /** Waits until the window shows this text. */
  shows(text: string): Promise<void>
}

const root = new URL('../..', import.meta.url).pathname
/** What the old Electron is started with. */
export const shellArguments = ['--no-sandbox', join(root, 'out/legacy/main/index.cjs')]

/**
 * Opens the built shell (`out/legacy`) in the old Electron, over the real service. The page is driven by functions of its own:
 * Playwright's look at an element needs what Chromium 83 has not.
 */
export async function launchShell(home: string): Promise<Shell> {
  const executablePath = process.env.LATHE_ELECTRON_LEGACY
  if (!executablePath) throw new Error('LATHE_ELECTRON_LEGACY must name the executable of Electron 9.')
  const app = await _electron.launch({
    executablePath,
    args: shellArguments,
    env: { ...process.env, LATHE_HOME: home, LATHE_NODE: process.execPath } as Record<string, string>,
  })
  const page = await app.firstWindow()
  page.setDefaultTimeout(60_000)
  return {
    app,
    page,
    async press(text) {
      await page.waitForFunction((text) => {
        const found = [...document.querySelectorAll<HTMLElement>('button, a, [role=tab]')]
          .filter(
            (element) =>
              element.textContent?.trim() === text && !element.matches(':disabled, [data-disabled]'),
          )
          .pop()
        found?.click()
        return found !== undefined
      }, text)
    },
    async shows(text) {
      await page.waitForFunction((text) => document.body.textContent?.includes(text), text)
    },
  }
}
