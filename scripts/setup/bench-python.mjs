import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, makeFolder, needSpace } from './cache.mjs'
import { has, Remedy, run } from './run.mjs'

/**
 * The Python of an environment that holds just what a requirements.txt pins; made at the first call and kept in the cache
 * of this user, under the digest of the file. It is for measuring against: nothing that a user runs needs it.
 */
export async function benchPython(requirements, progress) {
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16)
  const target = join(cacheFolder(), `bench-python-${digest}`)
  const program = (folder) =>
    process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python')
  if (!existsSync(target)) {
    if (!has('python3', ['-c', 'import venv, ensurepip'])) {
      throw new Remedy(
        'The peers of this benchmark are installed into a Python environment, which needs the module venv.',
        'On Debian or Ubuntu: sudo apt-get install python3-venv',
      )
    }
    needSpace(12e9)
    progress('Python peers of the benchmark', 'up to 3 GB to download')
    await makeFolder(target, async (aside) => {
      await run('python3', ['-m', 'venv', aside])
      // Called as a module: the scripts of an environment name the folder it was made in, which is renamed afterwards.
      await run(program(aside), ['-m', 'pip', 'install', '--quiet', '--requirement', requirements])
    })
  }
  return program(target)
}
