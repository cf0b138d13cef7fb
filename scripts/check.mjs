import { join } from 'node:path'
import { projectRoot } from './setup/cache.mjs'
import { nodeProgram } from './setup/node-runtime.mjs'
import { runShown } from './setup/run.mjs'
import { main, setUp } from './setup/set-up.mjs'

/** The compiler (which holds the walls between folders) and the linter; gives the first exit code that is not 0. */
export async function check() {
  const modules = join(projectRoot, 'node_modules')
  const options = { cwd: projectRoot }
  const compiled = await runShown(nodeProgram(), [join(modules, 'typescript', 'bin', 'tsc'), '-b'], options)
  const linted = await runShown(
    nodeProgram(),
    [join(modules, '@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.'],
    options,
  )
  return compiled || linted
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    await setUp()
    return check()
  })
}
