import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, makeFolder, projectRoot } from './cache.mjs'
import { nodeProgram } from './node-runtime.mjs'
import { run } from './run.mjs'

const packageFolder = join(projectRoot, 'node_modules', 'electron')
const programName =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'

/**
 * The program of the current Electron, or why there is none. Electron's package holds no program: it downloads one from
 * its release page, which `electron_mirror` in npm's settings or ELECTRON_MIRROR can move; LATHE_ELECTRON names one that is there already.
 */
export async function findElectron(progress) {
  const given = process.env.LATHE_ELECTRON
  if (given)
    return existsSync(given)
      ? { program: given }
      : { why: `LATHE_ELECTRON names ${given}, which does not exist` }
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  const kept = join(cacheFolder(), `electron-${version}`)
  const program = join(kept, programName)
  if (existsSync(program)) return { program }
  const refused = join(cacheFolder(), `electron-${version}.refused`)
  if (existsSync(refused) && Date.now() - Number(readFileSync(refused, 'utf8')) < 3_600_000) {
    return { why: `Electron ${version} could not be downloaded less than an hour ago` }
  }
  progress(`Electron ${version}`, '110 MB to download')
  try {
    await run(nodeProgram(), ['install.js'], { cwd: packageFolder, timeout: 600_000 })
    await makeFolder(kept, async (aside) =>
      cpSync(join(packageFolder, 'dist'), aside, { recursive: true, verbatimSymlinks: true }),
    )
    return { program }
  } catch {
    writeFileSync(refused, String(Date.now()))
    return { why: `Electron ${version} could not be downloaded` }
  }
}
