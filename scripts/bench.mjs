import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { runtimeEnvironment } from './runtime.mjs'
import { benchPython } from './setup/bench-python.mjs'
import { projectRoot } from './setup/cache.mjs'
import { nodeProgram } from './setup/node-runtime.mjs'
import { runShown } from './setup/run.mjs'
import { main, say, setUp } from './setup/set-up.mjs'
import { findChromium } from './setup/test-tools.mjs'

const folder = join(projectRoot, 'tests', 'bench')

/**
 * Each file of tests/bench is a benchmark: `npm run bench -- NAME` runs NAME.ts on the pinned Node and prints its figures.
 * One that measures against Python has NAME/requirements.txt, and is told the Python that holds them.
 */
await main(async () => {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
  const [name, ...rest] = process.argv.slice(2)
  if (!names.includes(name)) {
    process.stderr.write(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}\n`)
    return 2
  }
  await setUp()
  // What is measured in the window is measured in the bundle that a user gets.
  const built = await build()
  if (built !== 0) return built
  const requirements = join(folder, name, 'requirements.txt')
  const python = existsSync(requirements) ? { LATHE_BENCH_PYTHON: await benchPython(requirements, say) } : {}
  return runShown(
    nodeProgram(),
    ['--expose-gc', '--disable-warning=ExperimentalWarning', join(folder, `${name}.ts`), ...rest],
    { cwd: projectRoot, env: { ...runtimeEnvironment(), LATHE_CHROMIUM: findChromium(), ...python } },
  )
})
