import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from './setup/cache.mjs'
import { nodeProgram } from './setup/node-runtime.mjs'
import { run, runShown } from './setup/run.mjs'
import { loaderPath } from './setup/tensorflow.mjs'

/**
 * The environment that service and engine expect: the pinned Node, the folders of CUDA's libraries, and threads for what waits
 * and decodes in the background: one a core and two that wait for the disk (libuv's own number is 4, on any machine).
 */
export function runtimeEnvironment() {
  const libraries = loaderPath().join(':')
  return {
    ...process.env,
    LATHE_NODE: nodeProgram(),
    LATHE_ROOT: projectRoot,
    UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? String(Math.max(4, availableParallelism() + 2)),
    ...(libraries ? { LATHE_TF_LIBRARIES: libraries } : {}),
  }
}

const commandLine = (args) => [
  '--disable-warning=ExperimentalWarning',
  join(projectRoot, 'service', 'cli', 'index.ts'),
  ...args,
]

/** Runs the command line on the pinned Node; gives its exit code. */
export function runLathe(args) {
  return runShown(nodeProgram(), commandLine(args), { env: runtimeEnvironment() })
}

/** What the command line prints, unseen. Throws when it fails. */
export function askLathe(args) {
  return run(nodeProgram(), commandLine(args), { env: runtimeEnvironment() })
}
