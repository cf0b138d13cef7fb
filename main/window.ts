import { BrowserWindow, screen } from 'electron'
import { guardContents } from './guards.ts'
import { onScreen, readPlace, writePlace } from './window-place.ts'

/** The one window, where it was last; shown when its first picture is ready. */
export function openWindow(files: { page: string; preload: string; place: string }): BrowserWindow {
  const areas = screen.getAllDisplays().map((display) => display.workArea)
  const { maximized, ...place } = onScreen(readPlace(files.place), areas)
  const window = new BrowserWindow({
    ...place,
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'Lathe',
    webPreferences: {
      preload: files.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
    },
  })
  guardContents(window.webContents, files.page)
  if (maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  rememberPlace(window, files.place)
  comeBack(window)
  void window.loadURL(files.page)
  return window
}

function rememberPlace(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined
  const write = () => {
    clearTimeout(timer)
    if (window.isDestroyed()) return
    try {
      writePlace(file, { ...window.getNormalBounds(), maximized: window.isMaximized() })
    } catch {
      // A full disk must not keep the window from closing.
    }
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(write, 500)
  }
  window.on('resize', soon)
  window.on('move', soon)
  window.on('close', write)
}

/** A page that crashed is loaded again: the service knows all that it showed. Twice within ten seconds is given up. */
function comeBack({ webContents }: BrowserWindow): void {
  let last = Number.NEGATIVE_INFINITY
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || Date.now() - last < 10_000) return
    last = Date.now()
    // Not within the event: Chromium is still putting the old page away.
    setImmediate(() => {
      if (!webContents.isDestroyed()) webContents.reload()
    })
  })
}
