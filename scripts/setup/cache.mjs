import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { homedir, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Remedy } from './run.mjs'

export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Where what set-up installs is kept for all clones of this user. */
export function cacheFolder() {
  const { LATHE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env
  if (LATHE_CACHE) return LATHE_CACHE
  if (platform() === 'win32')
    return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Lathe', 'Cache')
  if (platform() === 'darwin') return join(homedir(), 'Library', 'Caches', 'Lathe')
  return join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lathe')
}

/**
 * Makes a folder whole or not at all: `make` fills a sibling, which is then renamed in. A kill leaves only a
 * `.making-` folder, which the next start with that pid gone removes.
 */
export async function makeFolder(target, make) {
  if (existsSync(target)) return target
  mkdirSync(dirname(target), { recursive: true })
  sweep(dirname(target))
  const aside = join(dirname(target), `.making-${process.pid}-${randomBytes(4).toString('hex')}`)
  mkdirSync(aside)
  try {
    await make(aside)
    // Another set-up may have finished first: its result is as good as ours.
    if (!existsSync(target)) renameSync(aside, target)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
  return target
}

function sweep(folder) {
  for (const name of readdirSync(folder)) {
    const pid = /^\.making-(\d+)-/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** The sha256 of a file, in hex. */
export function sha256(file) {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256')
    createReadStream(file)
      .on('data', (chunk) => hash.update(chunk))
      .on('error', reject)
      .on('end', () => resolve(hash.digest('hex')))
  })
}

/** Throws with a remedy when the file is not the one that was pinned. */
export async function checkSha256(file, expected) {
  const found = await sha256(file)
  if (found !== expected)
    throw new Remedy(
      `${file} is not the pinned file (sha256 ${found}).`,
      'Try again; if it stays so, the package index gives another file than the one this version was made with.',
    )
}

/** Throws when the disk of the cache has not this many bytes free. */
export function needSpace(bytes) {
  mkdirSync(cacheFolder(), { recursive: true })
  const disk = statfsSync(cacheFolder())
  const free = disk.bavail * disk.bsize
  if (free < bytes)
    throw new Remedy(
      `Set-up needs ${gigabytes(bytes)} free in ${cacheFolder()}, there are ${gigabytes(free)}.`,
      'Free some room, or point LATHE_CACHE at another disk.',
    )
}

const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(1)} GB`
