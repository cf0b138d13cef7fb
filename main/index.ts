import { join } from 'node:path'
import { app, type BrowserWindow, dialog, session } from 'electron'
import { page } from './addresses.ts'
import { answerWindow } from './answers.ts'
import { guardSession } from './guards.ts'
import { showMenu } from './menu.ts'
import { answerPageFiles, claimScheme } from './page-files.ts'
import { serviceCommand } from './service-command.ts'
import { keepServiceAlive } from './service-life.ts'
import { runsInTraining, stopAndKeep } from './training-at-quit.ts'
import { openWindow } from './window.ts'
import { type Words, wordsOf } from './words.ts'

// One window a home folder: what the shell itself keeps lies with it, and so does its single-instance lock.
if (process.env.LATHE_HOME) app.setPath('userData', join(process.env.LATHE_HOME, 'window'))

claimScheme()

let window: BrowserWindow | null = null
let words: Words = wordsOf('en')
let mayQuit = false
let asking = false
let changes: (() => void)[] = []

const tellWindow = (channel: string, ...values: unknown[]) => {
  if (window && !window.isDestroyed()) window.webContents.send(channel, ...values)
}

const service = keepServiceAlive(serviceCommand(__dirname, process.resourcesPath), {
  onState: (state) => {
    tellWindow('lathe:state', state)
    if (state.state === 'ready') void learnLanguage()
    tellOfChange()
  },
  onEvent: (name, payload) => {
    tellWindow('lathe:event', name, payload)
    if (name !== 'tables.changed') return
    tellOfChange()
    if ((payload as string[]).includes('preferences')) void learnLanguage()
  },
})

function tellOfChange(): void {
  const told = changes
  changes = []
  for (const tell of told) tell()
}

async function learnLanguage(): Promise<void> {
  const reply = await service.call('preferences.get', {})
  const wanted = reply.ok ? (reply.value as { language: string }).language : 'system'
  words = wordsOf(wanted === 'system' ? app.getLocale() : wanted)
  showMenu(words)
}

function open(): void {
  const place = join(app.getPath('userData'), 'window.json')
  const own = openWindow({ page, preload: join(__dirname, '../preload/index.cjs'), place })
  window = own
  // What is sent while a page loads is lost; by now it listens, and hears how things stand.
  own.webContents.on('dom-ready', () => tellWindow('lathe:state', service.state()))
  // Closing the window is quitting; while something trains, the person is asked first.
  own.on('close', (event) => {
    if (mayQuit) return
    event.preventDefault()
    void quit()
  })
  own.on('closed', () => {
    window = null
  })
}

async function quit(): Promise<void> {
  if (asking) return
  asking = true
  try {
    const runs = await runsInTraining(service.call)
    if (runs.length > 0) {
      const question = {
        type: 'question' as const,
        message: words.stillTraining,
        detail: `${runs.map((run) => run.name).join('\n')}\n\n${words.whatHappens}`,
        buttons: [words.stopAndQuit, words.cancel],
        defaultId: 0,
        cancelId: 1,
      }
      const { response } = window
        ? await dialog.showMessageBox(window, question)
        : await dialog.showMessageBox(question)
      if (response === 1) return
      await stopAndKeep(service.call, runs, () => new Promise((resolve) => changes.push(resolve)))
    }
    await service.stop()
    mayQuit = true
    app.quit()
  } finally {
    asking = false
  }
}

if (!app.requestSingleInstanceLock()) {
  app.exit(0)
} else {
  app.on('second-instance', () => {
    if (!window) return
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (mayQuit) return
    event.preventDefault()
    void quit()
  })
  void app.whenReady().then(() => {
    guardSession(session.defaultSession)
    answerPageFiles(session.defaultSession, join(__dirname, '../renderer'))
    words = wordsOf(app.getLocale())
    showMenu(words)
    answerWindow(service, page, () => window)
    service.start()
    open()
  })
}
