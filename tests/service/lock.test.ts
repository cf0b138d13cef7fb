import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockHome, readHolder } from '../../service/lock.ts'

const newHome = () => mkdtempSync(join(tmpdir(), 'lathe-lock-'))

test('a second service on a home folder is told who holds it', () => {
  const home = newHome()
  const unlock = lockHome(home, { holder: 'window', socket: 's' })
  expect(() => lockHome(home, { holder: 'command line', socket: 's' })).toThrow(
    expect.objectContaining({ code: 'home-held', values: { home, holder: 'window', pid: process.pid } }),
  )
  unlock()
  expect(readHolder(home)).toBeNull()
  lockHome(home, { holder: 'command line', socket: 's' })()
})

test('a holder that was killed leaves no lock behind', async () => {
  const home = newHome()
  const lock = new URL('../../service/lock.ts', import.meta.url).href
  const code = `import { lockHome } from ${JSON.stringify(lock)}
    lockHome(${JSON.stringify(home)}, { holder: 'window', socket: 's' })
    process.send('held')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  expect(() => lockHome(home, { holder: 'other', socket: 's' })).toThrow(
    expect.objectContaining({ code: 'home-held', values: { home, holder: 'window', pid: child.pid } }),
  )
  child.kill('SIGKILL')
  await once(child, 'exit')
  lockHome(home, { holder: 'other', socket: 's' })()
})
