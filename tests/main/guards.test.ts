import { EventEmitter } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import type { Session, WebContents } from 'electron'
import { expect, test } from 'vitest'
import { page } from '../../main/addresses.ts'
import { guardContents, guardSession } from '../../main/guards.ts'

// The Electron of the end-to-end tests has only the old forms of some guards; here the current ones are asked.
function refused(contents: EventEmitter, event: string, ...rest: unknown[]): boolean {
  let prevented = false
  contents.emit(event, { preventDefault: () => (prevented = true) }, ...rest)
  return prevented
}

test('a new window is denied through the handler of the current Electron, and through the event of an old one', () => {
  let handler: (() => unknown) | undefined
  const current = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (own: () => unknown) => {
      handler = own
    },
  })
  guardContents(current as unknown as WebContents, page)
  expect(handler?.()).toEqual({ action: 'deny' })

  const old = new EventEmitter()
  guardContents(old as unknown as WebContents, page)
  expect(refused(old, 'new-window', 'https://example.org/')).toBe(true)
})

test('navigation, redirects and web views that lead away from the own page are refused', () => {
  const contents = new EventEmitter()
  guardContents(contents as unknown as WebContents, page)
  for (const event of ['will-navigate', 'will-redirect']) {
    expect(refused(contents, event, 'https://example.org/')).toBe(true)
    expect(refused(contents, event, 'file:///etc/passwd')).toBe(true)
    expect(refused(contents, event, `${page}#/runs`)).toBe(false)
  }
  expect(refused(contents, 'will-attach-webview')).toBe(true)
})

test('every permission and every device is denied, asked for or looked up', () => {
  const asked: unknown[] = []
  const session = {
    setPermissionRequestHandler: (own: (...values: unknown[]) => void) =>
      own(null, 'media', (given: boolean) => asked.push(given)),
    setPermissionCheckHandler: (own: () => boolean) => asked.push(own()),
    setDevicePermissionHandler: (own: () => boolean) => asked.push(own()),
  }
  guardSession(session as unknown as Session)
  expect(asked).toEqual([false, false, false])
})

test('nothing in main or preload opens an address in another program', () => {
  for (const folder of ['main', 'preload'])
    for (const name of readdirSync(new URL(`../../${folder}`, import.meta.url)).filter((name) =>
      name.endsWith('.ts'),
    ))
      expect(readFileSync(new URL(`../../${folder}/${name}`, import.meta.url), 'utf8'), name).not.toContain(
        'openExternal',
      )
})
