import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, makeFolder, projectRoot } from './cache.mjs'
import { nodeProgram } from './node-runtime.mjs'
import { runWatched } from './run.mjs'

const programName =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'

/** How long a download that failed is not tried again, so that a start without a network stays quick. */
const restMs = 3_600_000

/**
 * The program of the current Electron, or why there is none. Electron's package holds no program: it is downloaded from
 * its release page, which `electron_mirror` in npm's settings or ELECTRON_MIRROR can move; LATHE_ELECTRON names one that is there already.
 * A download that is silent for `silenceMs` is given up, and Ctrl-C cancels it.
 */
export async function findElectron(progress, { silenceMs = 30_000 } = {}) {
  const given = process.env.LATHE_ELECTRON
  if (given)
    return existsSync(given)
      ? { program: given }
      : { why: `LATHE_ELECTRON names ${given}, which does not exist` }
  const { version } = JSON.parse(
    readFileSync(join(projectRoot, 'node_modules', 'electron', 'package.json'), 'utf8'),
  )
  const kept = join(cacheFolder(), `electron-${version}`)
  const program = join(kept, programName)
  if (existsSync(program)) return { program }
  const refused = join(cacheFolder(), `electron-${version}.refused`)
  const earlier = readRefusal(refused)
  if (earlier && Date.now() - earlier.at < restMs)
    return {
      why: `Electron ${version} could not be downloaded less than an hour ago (${earlier.reason}; remove ${refused} to try at once)`,
    }
  progress(`Electron ${version}`, '110 MB to download; Ctrl-C opens the browser instead')
  let failed
  try {
    await makeFolder(kept, async (aside) => {
      const script = join(import.meta.dirname, 'download-electron.mjs')
      failed = await runWatched(nodeProgram(), [script, aside, String(silenceMs)])
      if (failed) throw new Error(failed.reason)
    })
    rmSync(refused, { force: true })
    return { program }
  } catch (error) {
    if (failed?.interrupted) return { why: `The download of Electron ${version} was cancelled` }
    const reason = error.message || 'without a reason'
    mkdirSync(cacheFolder(), { recursive: true })
    writeFileSync(refused, JSON.stringify({ at: Date.now(), reason }))
    return { why: `Electron ${version} could not be downloaded (${reason})` }
  }
}

function readRefusal(file) {
  try {
    const { at, reason } = JSON.parse(readFileSync(file, 'utf8'))
    return Number.isFinite(at) ? { at, reason } : undefined
  } catch {
    return undefined
  }
}
