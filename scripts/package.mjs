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
import { dirname, join } from 'node:path'
import { build } from './build.mjs'
import { projectRoot } from './setup/cache.mjs'
import { findElectron } from './setup/electron.mjs'
import { nodeHeaders } from './setup/node-runtime.mjs'
import { Remedy, runShown } from './setup/run.mjs'
import { main, say, setUp } from './setup/set-up.mjs'

const stage = join(projectRoot, 'dist', 'stage')
const binding = join('node_modules', '@tensorflow', 'tfjs-node-gpu')

/** Puts together what lies beside the archive: service, engine, their packages, the pinned Node, TensorFlow's library. */
function fillStage() {
  rmSync(stage, { recursive: true, force: true })
  mkdirSync(stage, { recursive: true })
  for (const name of ['contract', 'service', 'engine', 'package.json', 'LICENSE'])
    cpSync(join(projectRoot, name), join(stage, name), { recursive: true })
  cpSync(join(projectRoot, 'resources', 'samples'), join(stage, 'resources', 'samples'), { recursive: true })
  const links = ['deps', 'lib'].map((name) => join(projectRoot, binding, name))
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
function runtimePackages() {
  const { packages } = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'))
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.devOptional)
    .map(([path]) => path)
    .filter((path) => existsSync(join(projectRoot, path)))
}

/** The folder of an unpacked Electron: `--electron-dist`, or the current one out of the cache. */
async function electronFolder() {
  const at = process.argv.indexOf('--electron-dist')
  if (at > 0) return process.argv[at + 1]
  const electron = await findElectron(say)
  if (electron.program) return dirname(electron.program)
  throw new Remedy(
    `${electron.why}, so nothing can be packaged.`,
    'Set ELECTRON_MIRROR, or name an unpacked one by --electron-dist.',
  )
}

/** An Electron that was named is packed as it is: an old one has no fuses to turn. */
function configurationWithoutFuses() {
  const file = join(projectRoot, 'dist', 'electron-builder.yml')
  const written = readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8')
  writeFileSync(file, written.replace(/^electronFuses:\n(?: +.*\n)+/m, ''))
  return file
}

await main(async () => {
  await setUp()
  const electron = await electronFolder()
  const built = await build()
  if (built !== 0) return built
  say('Collecting what runs beside the window', '1 GB')
  fillStage()
  const builder = join(projectRoot, 'node_modules', 'electron-builder', 'cli.js')
  const args = [builder, '--dir', '--publish', 'never', `--config.electronDist=${electron}`]
  if (process.argv.includes('--electron-dist')) args.push('--config', configurationWithoutFuses())
  const code = await runShown(process.execPath, args, { cwd: projectRoot })
  rmSync(stage, { recursive: true, force: true })
  return code
})
