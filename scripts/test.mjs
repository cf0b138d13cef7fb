import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build } from './build.mjs'
import { check } from './check.mjs'
import { runtimeEnvironment } from './runtime.mjs'
import { projectRoot } from './setup/cache.mjs'
import { nodeProgram } from './setup/node-runtime.mjs'
import { runShown } from './setup/run.mjs'
import { main, say, setUp } from './setup/set-up.mjs'
import { findChromium, installLegacyElectron, installSystemPackages } from './setup/test-tools.mjs'

await main(async () => {
  await setUp()
  await installSystemPackages(say)
  const electron = await installLegacyElectron(say)
  const checked = await check()
  if (checked !== 0) return checked
  // Tests drive what is built: the screens in the browser, the shell in the old Electron.
  const built = (await build()) || (electron ? await build({ legacy: true }) : 0)
  if (built !== 0) return built
  const display = await startDisplay()
  const env = {
    ...runtimeEnvironment(),
    LATHE_CHROMIUM: findChromium(),
    LATHE_ELECTRON_LEGACY: electron,
    ...(display ? { DISPLAY: display.name } : {}),
  }
  const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs')
  const run = (...given) => runShown(nodeProgram(), [vitest, 'run', ...given], { cwd: projectRoot, env })
  const asked = process.argv.slice(2)
  // The old Electron falls over as it starts while the machine is busy with other tests, so it has the machine to itself.
  const shell = 'tests/end-to-end/shell'
  const code =
    asked.length > 0
      ? await run(...asked)
      : (await run('--exclude', `${shell}*`)) || (await run(shell, '--no-file-parallelism'))
  display?.stop()
  return code
})

/** A virtual display of the tests' own; Xvfb picks a free number and tells it on a pipe. */
function startDisplay() {
  if (process.platform !== 'linux') return undefined
  return new Promise((resolve, reject) => {
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    server.on('error', reject)
    server.on('exit', () => reject(new Error('Xvfb ended before it had a display')))
    server.stdio[3].once('data', (number) => {
      server.stdio[3].destroy()
      resolve({ name: `:${String(number).trim()}`, stop: () => server.kill() })
    })
  })
}
