import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'

const preflightModule = '../../scripts/setup/preflight.mjs'
const { lookAround, obstacle } = await import(preflightModule)

const good = {
  platform: 'linux',
  arch: 'x64',
  glibc: '2.36',
  python: [3, 11],
  pip: true,
  compiler: true,
  installer: 'apt-get',
  freeBytes: 20e9,
  neededBytes: 3e9,
  folder: '/cache',
}
const said = (machine: object) => obstacle({ ...good, ...machine })?.message

test('a machine that has everything may begin, and this one does', () => {
  expect(said({})).toBeUndefined()
  expect(obstacle(lookAround(tmpdir(), 1))).toBeUndefined()
})

test('a system that is not set up gets one line that says which is', () => {
  expect(said({ platform: 'darwin', arch: 'arm64' })).toMatch(
    /Linux x64 with glibc; this is darwin-arm64\. Use/,
  )
  expect(said({ platform: 'win32' })).toContain('wsl --install')
  expect(said({ arch: 'arm64' })).toContain('this is linux-arm64')
  expect(said({ glibc: undefined })).toContain('Linux without glibc')
})

test('all that is missing is named at once, with the line of the system at hand', () => {
  expect(said({ compiler: false, pip: false })).toBe(
    'Set-up needs a C++ compiler with make and pip. Run: sudo apt-get install build-essential python3-pip',
  )
  expect(said({ python: undefined, pip: false, installer: 'dnf' })).toBe(
    'Set-up needs python3 and pip. Run: sudo dnf install python3 python3-pip',
  )
  expect(said({ compiler: false, installer: 'pacman' })).toContain('sudo pacman -S base-devel')
})

test('a Python that is too old and a disk that is too small are said with figures', () => {
  expect(said({ python: [3, 8] })).toMatch(/Python 3\.9 or later; python3 is 3\.8/)
  expect(said({ python: [2, 7] })).toContain('2.7')
  expect(said({ freeBytes: 1e9 })).toMatch(/needs 3\.0 GB free in \/cache, there are 1\.0 GB.*LATHE_CACHE/)
  for (const machine of [{ arch: 'ia32' }, { pip: false }, { python: [3, 8] }, { freeBytes: 0 }])
    expect(said(machine)).not.toContain('\n')
})
