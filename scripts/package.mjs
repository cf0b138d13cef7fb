import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { build } from './build.mjs'
import { startDisplay } from './display.mjs'
import { projectRoot } from './setup/cache.mjs'
import { findElectron } from './setup/electron.mjs'
import { nodeHeaders, nodeProgram } from './setup/node-runtime.mjs'
import { Remedy, runShown } from './setup/run.mjs'
import { main, say, setUp } from './setup/set-up.mjs'
import { installLegacyElectron, installSystemPackages } from './setup/test-tools.mjs'

const stage = join(projectRoot, 'dist', 'stage')
/** The fonts in the window's styles, whose licence asks to go along (docs/third-party.md). */
const fonts = ['@fontsource-variable/inter', '@fontsource-variable/noto-sans-sc']
const binding = join('node_modules', '@tensorflow', 'tfjs-node-gpu')

/** Puts together what lies beside the archive: service, engine, their packages, the pinned Node, TensorFlow's library. */
function fillStage() {
  rmSync(stage, { recursive: true, force: true })
  mkdirSync(stage, { recursive: true })
  for (const name of ['contract', 'service', 'engine', 'package.json', 'LICENSE'])
    cpSync(join(projectRoot, name), join(stage, name), { recursive: true })
  for (const name of ['samples', 'bases'])
    cpSync(join(projectRoot, 'resources', name), join(stage, 'resources', name), { recursive: true })
  const links = ['deps', 'lib'].map((name) => join(projectRoot, binding, name))
  for (const name of fonts)
    cpSync(join(projectRoot, 'node_modules', name, 'LICENSE'), join(stage, 'licences', `${name}.txt`))
  for (const path of runtimePackages()) {
    const from = join(projectRoot, path)
    cpSync(from, join(stage, path), {
      recursive: true,
      // Nested packages come by their own line of the lock; the binding's links are made real below.
      filter: (file) => file !== join(from, 'node_modules') && !links.includes(file),
    })
  }
  cpSync(realpathSync(links[1]), join(stage, binding, 'lib'), { recursive: true, dereference: true })
  const libraries = join(realpathSync(links[0]), 'lib')
  for (const name of readdirSync(libraries).filter((file) => /\.(so\.\d+|dylib)$/.test(file)))
    cpSync(realpathSync(join(libraries, name)), join(stage, binding, 'deps', 'lib', name))
  for (const name of ['bin', 'LICENSE', 'node.exe'].filter((file) => existsSync(join(nodeHeaders(), file))))
    cpSync(join(nodeHeaders(), name), join(stage, 'node', name), { recursive: true })
}

/** The folders of the packages that run in the product, by the lock: not those for developing only. */
export function runtimePackages() {
  const { packages } = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'))
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.devOptional)
    .map(([path]) => path)
    .filter((path) => existsSync(join(projectRoot, path)))
}

/** The folder of an unpacked Electron: `--electron-dist`, the one of the tests for `--try`, or the current one out of the cache. */
async function electronFolder() {
  const at = process.argv.indexOf('--electron-dist')
  if (at > 0) return resolve(process.argv[at + 1])
  if (tries()) {
    await installSystemPackages(say)
    return dirname(await installLegacyElectron(say))
  }
  const electron = await findElectron(say)
  if (electron.program) return dirname(electron.program)
  throw new Remedy(
    `${electron.why}, so nothing can be packaged.`,
    'Set ELECTRON_MIRROR, or name an unpacked one by --electron-dist.',
  )
}

const tries = () => process.argv.includes('--try')

/** The Electron of the tests is older than fuses, and than what the window is built for: it is packed as it is, with its own build. */
export function configurationForOld(written, version) {
  return written
    .replace(/^electronFuses:\n(?: +.*\n)+/m, '')
    .replace(/^electronVersion: .*$/m, `electronVersion: ${version}`)
    .replace(/^ {2}- out\/main\/\*\*\n(?: {2}- out\/.*\n)+/m, '  - from: out/legacy\n    to: out\n')
}

/** The version of an unpacked Electron, and whether it is the old one. */
function versionOf(electron) {
  const version = readFileSync(join(electron, 'version'), 'utf8').trim().replace(/^v/, '')
  return { version, old: Number.parseInt(version, 10) < 12 }
}

/** Starts what was packaged and trains the sample in it, by its own Node and TensorFlow alone. */
async function tryOut() {
  const display = await startDisplay()
  const script = join(projectRoot, 'scripts', 'try-package.mjs')
  const env = { ...process.env, ...(display && { DISPLAY: display.name }) }
  const code = await runShown(nodeProgram(), [script, join(projectRoot, 'dist', 'linux-unpacked')], { env })
  display?.stop()
  return code
}

async function pack() {
  await setUp()
  const electron = await electronFolder()
  const { version, old } = versionOf(electron)
  const built = await build({ legacy: old })
  if (built !== 0) return built
  say('Collecting what runs beside the window', '1 GB')
  fillStage()
  const builder = join(projectRoot, 'node_modules', 'electron-builder', 'cli.js')
  const args = [builder, '--dir', '--publish', 'never', `--config.electronDist=${electron}`]
  if (old) {
    const written = readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8')
    const file = join(projectRoot, 'dist', 'electron-builder.yml')
    writeFileSync(file, configurationForOld(written, version))
    args.push('--config', file)
  }
  const code = await runShown(nodeProgram(), args, { cwd: projectRoot })
  rmSync(stage, { recursive: true, force: true })
  return code || (tries() ? tryOut() : 0)
}

if (process.argv[1] === import.meta.filename) await main(pack)
