import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const script = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url))
let folder: string
const started: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-start-'))
})
afterEach(async () => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

/** `npm start` as its own group, as a terminal would have it; nothing of this machine's display or browser is used. */
function start(env: Record<string, string>) {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...rest } = process.env
  const child = spawn(process.execPath, [script], {
    env: { ...rest, PATH: `${folder}:${rest.PATH}`, LATHE_HOME: join(folder, 'home'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  started.push(child)
  const ended = once(child, 'close') as Promise<[number | null, string | null]>
  let output = ''
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      output += text
      for (const look of waiting) look()
    })
  const says = (words: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = words.exec(output)
        if (found) resolve(found)
      }
      waiting.add(look)
      look()
      void ended.then(() => reject(new Error(`It ended and never said ${words}:\n${output}`)))
    })
  const interrupt = () => process.kill(-(child.pid as number), 'SIGINT')
  return { says, interrupt, ended, output: () => output }
}

function program(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, `#!/bin/sh\n${text}\n`)
  chmodSync(file, 0o755)
  return file
}

test('with a display and an Electron, the window is started over the pinned Node, and its end is the end', async () => {
  const electron = program('electron', 'echo "window of $1 on $LATHE_NODE"')
  const { ended, output } = start({ DISPLAY: ':99', LATHE_ELECTRON: electron })
  expect(await ended).toEqual([0, null])
  expect(output()).toMatch(/window of \S+ on \S+node/)
})

test('with a display and no Electron, the browser is opened at the address, and Ctrl-C ends it', async () => {
  program('xdg-open', `echo "$1" > ${join(folder, 'opened')}`)
  const { says, interrupt, ended } = start({ DISPLAY: ':99', LATHE_ELECTRON: join(folder, 'nothing') })
  await says(/LATHE_ELECTRON names \S+nothing, which does not exist, so the workbench opens in the browser/)
  const [, address] = await says(/Lathe is at (\S+)/)
  expect((await fetch(String(address))).status).toBe(200)
  interrupt()
  expect(await ended).toEqual([0, null])
})

test('a window that ends at once with an error is said, and the browser is opened instead', async () => {
  program('xdg-open', 'exit 0')
  const electron = program('electron', 'echo "no libnss3" >&2; exit 127')
  const { says, interrupt, ended } = start({ DISPLAY: ':99', LATHE_ELECTRON: electron })
  await says(/no libnss3\n[\s\S]*could not be opened \(\S+ ended with 127[\s\S]*opens in the browser/)
  await says(/Lathe is at /)
  interrupt()
  expect(await ended).toEqual([0, null])
})

test('without a display the sample is trained once, and then the workbench is served', async () => {
  const first = start({})
  await first.says(/no run yet, so the sample is trained here first/)
  await first.says(/Lathe is at /)
  expect(first.output()).toMatch(/accuracy/)
  first.interrupt()
  expect(await first.ended).toEqual([0, null])

  const second = start({})
  await second.says(/Lathe is at /)
  expect(second.output()).toContain('There is no display, so the workbench is served to a browser.')
  expect(second.output()).not.toContain('sample')
  second.interrupt()
  expect(await second.ended).toEqual([0, null])
})

test('Ctrl-C while the sample trains ends the start, and nothing is served after it', async () => {
  const { says, interrupt, ended, output } = start({})
  await says(/trained here first/)
  interrupt()
  const [code] = await ended
  expect(code).toBe(130)
  expect(output()).not.toContain('Lathe is at')
})

test('a sample that cannot be trained is said with its cause, and the workbench is served all the same', async () => {
  // Found before the real one by the loader of an engine.
  writeFileSync(join(folder, 'libtensorflow_cc.so.2'), 'no library')
  const { says, interrupt, ended } = start({ LD_LIBRARY_PATH: folder })
  await says(/could not be trained: the reason stands above/)
  await says(/Lathe is at /)
  interrupt()
  expect(await ended).toEqual([0, null])
})
