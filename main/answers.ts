import { promises as files } from 'node:fs'
import {
  type BrowserWindow,
  dialog,
  type IpcMainInvokeEvent,
  ipcMain,
  type OpenDialogOptions,
} from 'electron'
import { isOwnPage } from './addresses.ts'
import type { ServiceLife } from './service-life.ts'

const pickers: Record<string, OpenDialogOptions> = {
  files: { properties: ['openFile', 'multiSelections'] },
  folder: { properties: ['openDirectory'] },
  model: {
    properties: ['openFile'],
    filters: [{ name: 'Lathe, Keras', extensions: ['json', 'keras', 'h5'] }],
  },
}

/** Answers the preload: the wire's calls go on to the service unseen; dialogs are the system's own. */
export function answerWindow(service: ServiceLife, page: string, window: () => BrowserWindow | null): void {
  const handle = (channel: string, answer: (...values: unknown[]) => unknown) =>
    ipcMain.handle(channel, (event, ...values) => {
      if (!isOwnPage(addressOf(event), page)) throw new Error('Not asked by the window of Lathe.')
      return answer(...values)
    })

  handle('lathe:call', (name, input) => service.call(String(name), input))
  handle('lathe:restart', () => service.restart())
  handle('lathe:pick', async (kind) => {
    const options = pickers[String(kind)]
    const parent = window()
    if (!options || !parent) return []
    const { canceled, filePaths } = await dialog.showOpenDialog(parent, options)
    return canceled ? [] : filePaths
  })
  handle('lathe:save', async (name, text) => {
    const parent = window()
    if (!parent) return null
    const { canceled, filePath } = await dialog.showSaveDialog(parent, { defaultPath: String(name) })
    if (canceled || !filePath) return null
    await files.writeFile(filePath, String(text))
    return filePath
  })
}

/** The frame that asks, which has to be a window's own; a shell that does not name frames names its contents. */
function addressOf(event: IpcMainInvokeEvent): string | undefined {
  if ('senderFrame' in event) return event.senderFrame?.parent ? undefined : event.senderFrame?.url
  return (event as IpcMainInvokeEvent).sender.getURL()
}
