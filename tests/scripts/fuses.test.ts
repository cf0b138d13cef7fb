import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('every fuse of Electron that the window can do without is turned off, and what guards the archive is on', () => {
  const written = readFileSync(new URL('../../electron-builder.yml', import.meta.url), 'utf8')
  const section = /^electronFuses:\n((?: +.*\n)+)/m.exec(written)?.[1] ?? ''
  const fuses = Object.fromEntries(
    section
      .trim()
      .split('\n')
      .map((line) => line.trim().split(': ')),
  )
  expect(fuses).toEqual({
    runAsNode: 'false',
    enableCookieEncryption: 'true',
    enableNodeOptionsEnvironmentVariable: 'false',
    enableNodeCliInspectArguments: 'false',
    enableEmbeddedAsarIntegrityValidation: 'true',
    onlyLoadAppFromAsar: 'true',
    loadBrowserProcessSpecificV8Snapshot: 'false',
    grantFileProtocolExtraPrivileges: 'false',
  })
})

test('the Electron that is packaged is the one that is pinned', () => {
  const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
  const pinned = JSON.parse(read('package.json')).devDependencies.electron
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/)
  expect(/^electronVersion: (.+)$/m.exec(read('electron-builder.yml'))?.[1]).toBe(pinned)
})
