import { join } from 'node:path'
import { build } from './build.mjs'
import { check } from './check.mjs'
import { startDisplay } from './display.mjs'
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
  const code = await runShown(nodeProgram(), [vitest, 'run', ...process.argv.slice(2)], {
    cwd: projectRoot,
    env,
  })
  display?.stop()
  return code
})
