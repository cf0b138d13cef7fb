import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './setup/cache.mjs'
import { nodeProgram } from './setup/node-runtime.mjs'
import { runShown } from './setup/run.mjs'
import { main, setUp } from './setup/set-up.mjs'

const bundled = ['contract', 'main', 'preload', 'renderer', 'resources']

/** Bundles main, preload and renderer when their sources changed since the last time. `legacy` builds for the Electron of the tests. */
export async function build({ legacy = false } = {}) {
  const out = join(projectRoot, 'out', legacy ? 'legacy' : '')
  const stamp = join(out, '.sources-sha256')
  const wanted = digestOfSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 0
  const vite = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const env = { ...process.env, ...(legacy ? { LATHE_LEGACY: '1' } : {}) }
  const code = await runShown(nodeProgram(), [vite, 'build', '--logLevel', 'warn'], { cwd: projectRoot, env })
  if (code === 0) writeFileSync(stamp, wanted)
  return code
}

function digestOfSources() {
  const hash = createHash('sha256')
  const add = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const inside = join(path, entry.name)
      if (entry.isDirectory()) add(inside)
      else hash.update(inside.slice(projectRoot.length)).update(readFileSync(inside))
    }
  }
  for (const folder of bundled) add(join(projectRoot, folder))
  for (const file of ['package-lock.json', 'electron.vite.config.ts'])
    hash.update(readFileSync(join(projectRoot, file)))
  return hash.digest('hex')
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    await setUp()
    return build({ legacy: process.argv.includes('--legacy') })
  })
}
