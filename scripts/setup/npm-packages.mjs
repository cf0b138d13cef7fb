import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot, sha256 } from './cache.mjs'
import { npm } from './run.mjs'

const stamp = join(projectRoot, 'node_modules', '.lathe-lock-sha256')

/** The project's npm packages, without their install scripts. Done again when package-lock.json changed. */
export async function installPackages(progress) {
  const wanted = await sha256(join(projectRoot, 'package-lock.json'))
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  progress('npm packages', '1.0 GB unpacked')
  // Not `npm ci`: it refuses a lock without the other platforms' optional packages, which not every index offers.
  await npm(['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: projectRoot })
  writeFileSync(stamp, wanted)
}
