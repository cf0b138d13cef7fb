import { join } from 'node:path'
import { build } from './build.mjs'
import { runLathe, runtimeEnvironment } from './runtime.mjs'
import { projectRoot } from './setup/cache.mjs'
import { findElectron } from './setup/electron.mjs'
import { runShown } from './setup/run.mjs'
import { main, say, setUp } from './setup/set-up.mjs'

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/** The ladder: the window; else the same workbench in the browser; else, without a display, a first training in the terminal. */
await main(async () => {
  await setUp()
  const built = await build()
  if (built !== 0) return built
  if (!hasDisplay) {
    process.stderr.write(
      'There is no display, so the sample is trained here first; then the workbench is served to a browser.\n',
    )
    await runLathe([
      'train',
      '--data',
      join(projectRoot, 'resources', 'samples', 'fashion-mnist'),
      '--model',
      'cnn-image-classifier',
      '--epochs',
      '1',
    ])
    return runLathe(['serve'])
  }
  const electron = await findElectron(say)
  if (electron.program) return runShown(electron.program, [projectRoot], { env: runtimeEnvironment() })
  process.stderr.write(`${electron.why}, so the workbench opens in the browser. It is the same one.\n`)
  return runLathe(['serve', '--open'])
})
