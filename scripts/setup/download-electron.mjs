import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { downloadArtifact } from '@electron/get'

// Run by the pinned Node, once the npm packages are there: `download-electron.mjs FOLDER SILENCE_MS`. Puts the current Electron
// into the folder; progress goes to standard error, and why it failed, in one line, to standard output.
const [folder, silenceMs] = process.argv.slice(2)
const require = createRequire(join(import.meta.dirname, '../../node_modules/electron/package.json'))
const { version } = require('./package.json')
const { extract } = require('@electron-internal/extract-zip')

const stall = new AbortController()
let silence
const hear = () => {
  clearTimeout(silence)
  silence = setTimeout(
    () => stall.abort(new Error(`no byte came for ${Number(silenceMs) / 1000} s`)),
    Number(silenceMs),
  )
}

let shown = ''
function show({ transferred, total }) {
  hear()
  const megabytes = (bytes) => Math.round(bytes / 1e6)
  const { isTTY } = process.stderr
  // A log gets a line for each quarter; a terminal one line that is written over.
  const mark = isTTY || !total ? megabytes(transferred) : Math.floor((4 * transferred) / total)
  if (String(mark) === shown) return
  shown = String(mark)
  const line = `    ${megabytes(transferred)}${total ? ` of ${megabytes(total)}` : ''} MB`
  process.stderr.write(isTTY ? `\r${line}` : `${line}\n`)
}

hear()
try {
  const archive = await downloadArtifact({
    version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    checksums: require('./checksums.json'),
    cacheRoot: join(folder, 'download'),
    tempDirectory: folder,
    downloadOptions: { quiet: true, signal: stall.signal, getProgressCallback: show },
  })
  clearTimeout(silence)
  if (process.stderr.isTTY) process.stderr.write('\n')
  await extract(archive, { dir: folder })
  rmSync(join(folder, 'download'), { recursive: true, force: true })
} catch (error) {
  const cause = stall.signal.reason ?? error.cause ?? error
  process.stdout.write(String(cause.message || cause.code || cause).split('\n')[0])
  process.exit(1)
}
