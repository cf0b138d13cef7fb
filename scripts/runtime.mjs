import { join } from 'node:path'
import { projectRoot } from './setup/cache.mjs'
import { nodeProgram } from './setup/node-runtime.mjs'
import { run, runShown } from './setup/run.mjs'
import { loaderPath } from './setup/tensorflow.mjs'

/** The environment that service and engine expect: the pinned Node, and the folders of CUDA's libraries. */
export function runtimeEnvironment() {
  const libraries = loaderPath().join(':')
  return {
    ...process.env,
    LATHE_NODE: nodeProgram(),
    LATHE_ROOT: projectRoot,
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
