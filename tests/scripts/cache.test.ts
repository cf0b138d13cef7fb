import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

// Plain JavaScript without types: the set-up runs before any compiler is there.
const cacheModule = '../../scripts/setup/cache.mjs'
const { makeFolder, checkSha256, needSpace } = await import(cacheModule)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-cache-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a folder that could not be made to its end is not there at all', async () => {
  const target = join(folder, 'node')
  const broken = makeFolder(target, async (aside: string) => {
    writeFileSync(join(aside, 'half'), '')
    throw new Error('the network went away')
  })
  await expect(broken).rejects.toThrow('the network went away')
  expect(readdirSync(folder)).toEqual([])
})

test('what a killed set-up left behind is swept away by the next one', async () => {
  // No process can have this number: it is above what any system gives.
  const left = join(folder, '.making-999999999-abcd')
  mkdirSync(left)
  await makeFolder(join(folder, 'node'), async (aside: string) => writeFileSync(join(aside, 'done'), ''))
  expect(readdirSync(folder)).toEqual(['node'])
})

test('a set-up that is killed in the middle leaves nothing that looks done, and the next one makes it whole', async () => {
  const target = join(folder, 'node')
  const source = `
    import { writeFileSync } from 'node:fs'
    import { makeFolder } from ${JSON.stringify(new URL(cacheModule, import.meta.url).href)}
    await makeFolder(${JSON.stringify(target)}, async (aside) => {
      writeFileSync(aside + '/half', '')
      console.log('half')
      await new Promise((never) => setInterval(never, 1e9))
    })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'close')
  expect(existsSync(target)).toBe(false)
  await makeFolder(target, async (aside: string) => writeFileSync(join(aside, 'done'), ''))
  expect(readdirSync(folder)).toEqual(['node'])
  expect(readdirSync(target)).toEqual(['done'])
})

test('two set-ups at once make one whole folder', async () => {
  const target = join(folder, 'node')
  const fill = async (aside: string) => writeFileSync(join(aside, 'done'), '')
  await Promise.all([makeFolder(target, fill), makeFolder(target, fill)])
  expect(readdirSync(folder)).toEqual(['node'])
  expect(existsSync(join(target, 'done'))).toBe(true)
})

test('a file that is not the pinned one is refused', async () => {
  const file = join(folder, 'wheel')
  writeFileSync(file, 'something else')
  await expect(checkSha256(file, '0'.repeat(64))).rejects.toThrow('is not the pinned file')
})

test('a disk that is too small is named before anything is downloaded', () => {
  process.env.LATHE_CACHE = folder
  expect(() => needSpace(1e18)).toThrow(/point LATHE_CACHE at another disk/)
  delete process.env.LATHE_CACHE
})
