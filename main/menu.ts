import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { Words } from './words.ts'

/** The smallest menu that keeps the system's editing keys, zoom and quit working. */
export function showMenu(words: Words): void {
  // Undo and redo take no keys of their own: the canvas has its own history under the same ones.
  const template: MenuItemConstructorOptions[] = [
    {
      label: process.platform === 'darwin' ? words.app : words.file,
      submenu: [{ role: 'quit', label: words.quit }],
    },
    {
      label: words.edit,
      submenu: [
        { role: 'undo', label: words.undo, registerAccelerator: false },
        { role: 'redo', label: words.redo, registerAccelerator: false },
        { type: 'separator' },
        { role: 'cut', label: words.cut },
        { role: 'copy', label: words.copy },
        { role: 'paste', label: words.paste },
        { role: 'selectAll', label: words.selectAll },
      ],
    },
    {
      label: words.view,
      submenu: [
        { role: 'resetZoom', label: words.zoomReset },
        { role: 'zoomIn', label: words.zoomIn },
        { role: 'zoomOut', label: words.zoomOut },
        { type: 'separator' },
        { role: 'togglefullscreen', label: words.fullScreen },
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
