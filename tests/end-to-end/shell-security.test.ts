import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchShell, type Shell } from './launch-shell.ts'

const home = mkdtempSync(join(tmpdir(), 'lathe-security-'))
let shell: Shell

beforeAll(async () => {
  shell = await launchShell(home)
  await shell.shows('Drop your data here')
})

afterAll(async () => {
  // The last test leaves a page that answers no more, so the window is not asked to close.
  const closed = shell?.app.waitForEvent('close')
  await shell?.app.evaluate(({ app }) => app.exit(0)).catch(() => {})
  await closed
  rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

/** Has the page follow a link, and tells how main answered to `event`: whether it was refused, and for which address. */
async function follow(event: 'will-navigate' | 'new-window', href: string, target = ''): Promise<unknown> {
  await shell.app.evaluate(({ app, BrowserWindow }, event) => {
    const seen = app as unknown as { seen: Promise<unknown> }
    const { webContents } = BrowserWindow.getAllWindows()[0] as Electron.BrowserWindow
    seen.seen = new Promise((resolve) =>
      webContents.once(event as 'will-navigate', (event: unknown, ...rest: unknown[]) =>
        resolve([(event as Event).defaultPrevented, rest[0]]),
      ),
    )
  }, event)
  await shell.page.evaluate(
    ([href, target]) => {
      const link = Object.assign(document.createElement('a'), { href, target })
      document.body.append(link)
      // After the driver has its answer: a page that waits for its new window answers to nobody.
      setTimeout(() => link.click(), 0)
    },
    [href, target] as const,
  )
  return shell.app.evaluate(({ app }) => (app as unknown as { seen: Promise<unknown> }).seen)
}

test('the page is sandboxed, isolated from the preload, and has neither Node nor a looser web', async () => {
  const preferences = await shell.app.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0] as Electron.BrowserWindow
    return (webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  })
  expect(preferences).not.toHaveProperty('enableBlinkFeatures')
})

test('the bridge hands the page functions of its own and nothing of Electron', async () => {
  const bridge = await shell.page.evaluate(() =>
    Object.keys((window as unknown as { lathe: object }).lathe).sort(),
  )
  expect(bridge).toEqual(
    'call on onServiceState pathsOf pickPaths platform restartService saveFile'.split(' '),
  )
})

test('the page comes from its own scheme, which reaches no file beside it', async () => {
  expect(shell.page.url()).toMatch(/^lathe:\/\/workbench\/index\.html#/)
  const answers = await shell.page.evaluate(() =>
    Promise.all(
      [
        'strict-policy.js',
        '..%2f..%2fmain%2findex.cjs',
        'file:///etc/passwd',
        'http://127.0.0.1:5678/x.js',
      ].map(
        (src) =>
          new Promise((resolve) => {
            const onload = () => resolve('loaded')
            const onerror = () => resolve('refused')
            document.head.append(Object.assign(document.createElement('script'), { src, onload, onerror }))
          }),
      ),
    ),
  )
  expect(answers).toEqual(['loaded', 'refused', 'refused', 'refused'])
})

test('a link that leads away is refused, and the page stays', async () => {
  const away = 'https://example.invalid/'
  expect(await follow('will-navigate', away)).toEqual([true, away])
  expect(shell.page.url()).toContain('lathe://workbench/index.html')
  expect(await shell.page.evaluate(() => document.body.textContent)).toContain('Drop your data here')
})

test('main sends its own policy with the page: the socket that the page allows a browser tab is refused', async () => {
  const refused = await shell.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => {
          if (violatedDirective === 'connect-src') resolve(violatedDirective)
        })
        setTimeout(() => new WebSocket('ws://127.0.0.1:5678/'), 0)
      }),
  )
  expect(refused).toBe('connect-src')
})

test('the page may not make code of text, nor frame another page', async () => {
  const { made, refused } = await shell.page.evaluate(
    () =>
      new Promise<{ made: string; refused: string }>((resolve) => {
        // Later, since the driver's own calls may make code of text.
        setTimeout(() => {
          let made = 'made'
          try {
            new Function('return 1')()
          } catch (error) {
            made = (error as Error).name
          }
          document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => {
            if (violatedDirective.startsWith('frame-src') || violatedDirective.startsWith('default-src'))
              resolve({ made, refused: violatedDirective })
          })
          const frame = Object.assign(document.createElement('iframe'), { src: 'https://example.invalid/' })
          document.body.append(frame)
        }, 0)
      }),
  )
  expect(made).toBe('EvalError')
  expect(refused).toContain('-src')
})

test('every permission that the page asks for is denied', async () => {
  const answers = await shell.page.evaluate(async () => [
    await Notification.requestPermission(),
    await new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('given'),
        ({ code, PERMISSION_DENIED }) => resolve(code === PERMISSION_DENIED ? 'denied' : code),
      ),
    ),
  ])
  expect(answers).toEqual(['denied', 'denied'])
})

test('a page that is not the window is not answered, even through the same preload', async () => {
  const answer = await shell.app.evaluate(async ({ BrowserWindow }) => {
    const own = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): { preload: string }
    }
    const { preload } = own.getLastWebPreferences()
    const other = new BrowserWindow({
      show: false,
      webPreferences: { preload, contextIsolation: true, sandbox: true },
    })
    await other.loadURL('data:text/html,another page')
    const answer = await other.webContents.executeJavaScript(
      `lathe.call('app.state', {}).then(() => 'answered', (error) => error.message)`,
    )
    other.destroy()
    return answer
  })
  expect(answer).toContain('Not asked by the window of Lathe.')
})

// The last one: once it was refused a window, a page of Electron 9 answers its driver no more.
test('a new window is refused', async () => {
  expect(await follow('new-window', 'https://example.invalid/', '_blank')).toEqual([
    true,
    'https://example.invalid/',
  ])
  expect(await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})
