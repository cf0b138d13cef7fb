import { join } from 'node:path'
import { build } from './build.mjs'
import { askLathe, runLathe, runtimeEnvironment } from './runtime.mjs'
import { projectRoot } from './setup/cache.mjs'
import { findElectron } from './setup/electron.mjs'
import { runShown } from './setup/run.mjs'
import { main, say, setUp } from './setup/set-up.mjs'

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
const tell = (words) => process.stderr.write(`${words}\n`)

/** A window that ends sooner than this with an error was never there. */
const soonMs = 5000

/** The ladder: the window; else the same workbench in the browser; else, without a display, a first training in the terminal. */
await main(async () => {
  await setUp()
  const built = await build()
  if (built !== 0) return built
  if (!hasDisplay) return withoutDisplay()
  const electron = await findElectron(say)
  if (electron.program) {
    const interrupted = hearInterrupt()
    const began = Date.now()
    const code = await runShown(electron.program, [projectRoot], { env: runtimeEnvironment() })
    if (code === 0 || interrupted() || Date.now() - began > soonMs) return code
    electron.why = `The window could not be opened (${electron.program} ended with ${code}, its reason stands above)`
  }
  tell(`${electron.why}, so the workbench opens in the browser. It is the same one.`)
  return runLathe(['serve', '--open'])
})

/** The first start shows that training works here; later ones find runs and go on to what they were started for. */
async function withoutDisplay() {
  if (await hasRuns()) {
    tell('There is no display, so the workbench is served to a browser.')
    return runLathe(['serve'])
  }
  const interrupted = hearInterrupt()
  tell(
    'There is no display and no run yet, so the sample is trained here first; then the workbench is served.',
  )
  const sample = join(projectRoot, 'resources', 'samples', 'fashion-mnist')
  const code = await runLathe(['train', '--data', sample, '--model', 'cnn-image-classifier', '--epochs', '1'])
  if (interrupted()) return 130
  if (code !== 0)
    tell(
      `The sample could not be trained: the reason stands above, and \`npm run lathe -- doctor\` says how this machine is set up. The workbench is served all the same.`,
    )
  return runLathe(['serve'])
}

/** Whether there is a run to look at. Where that cannot be told, serving says why. */
async function hasRuns() {
  try {
    return (await askLathe(['runs', '--json'])).trim() !== ''
  } catch {
    return true
  }
}

/** Tells later whether Ctrl-C was pressed from now on: what runs then ends in its own way, and nothing follows it. */
function hearInterrupt() {
  let heard = false
  process.once('SIGINT', () => {
    heard = true
  })
  return () => heard
}
