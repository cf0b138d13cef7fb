import type { Session, WebContents } from 'electron'
import { isOwnPage } from './addresses.ts'

/** Shuts every way out of our own page: other windows, other addresses, web views. */
export function guardContents(contents: WebContents, page: string): void {
  // Old shells know only the event, new ones only the handler.
  if (typeof contents.setWindowOpenHandler === 'function') {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  } else {
    onNamed(contents, 'new-window', (event) => event.preventDefault())
  }
  const stay = (event: { preventDefault(): void }, address: unknown) => {
    if (!isOwnPage(typeof address === 'string' ? address : undefined, page)) event.preventDefault()
  }
  onNamed(contents, 'will-navigate', stay)
  onNamed(contents, 'will-redirect', stay)
  onNamed(contents, 'will-attach-webview', (event) => event.preventDefault())
}

/** Denies every permission and every device. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler?.(() => false)
}

type Named = (
  name: string,
  listener: (event: { preventDefault(): void }, ...rest: unknown[]) => void,
) => unknown

/** Listens to an event that the types of only some versions know. */
function onNamed(contents: WebContents, name: string, listener: Parameters<Named>[1]): void {
  ;(contents.on as Named).call(contents, name, listener)
}
