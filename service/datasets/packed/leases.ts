import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive } from '../../is-alive.ts'
import { withPackedLock } from './lock.ts'

/** The path of a file that says: a process reads this folder. Removed with `release`; void once its process has ended. */
export type Lease = string

const beginning = 'in-use-'

/** Takes prepared data for reading, if it is there; from now on it counts as used last. */
export function leasePacked(home: string, folder: string): Lease | null {
  return withPackedLock(home, () => (isPacked(folder) ? lease(folder) : null))
}

/** Puts finished data in its place and takes it; where another was quicker, that one's is taken and `made` is left. */
export function placePacked(home: string, made: string, folder: string): Lease {
  return withPackedLock(home, () => {
    if (!isPacked(folder)) {
      rmSync(folder, { recursive: true, force: true })
      renameSync(made, folder)
    }
    return lease(folder)
  })
}

/** Says that a folder is not read any more. */
export const release = (lease: Lease): void => rmSync(lease, { force: true })

/** Whether a process that is alive reads this folder. */
export function isLeased(folder: string): boolean {
  return leasesIn(folder).some((name) => isAlive(Number(name.slice(beginning.length).split('-')[0])))
}

/** Forgets every lease: at a start, when no other service can be there. */
export function clearLeases(home: string): void {
  const packed = join(home, 'packed')
  if (!existsSync(packed)) return
  for (const name of readdirSync(packed))
    for (const lease of leasesIn(join(packed, name))) release(join(packed, name, lease))
}

const isPacked = (folder: string) => existsSync(join(folder, 'packed.json'))

function lease(folder: string): Lease {
  const now = new Date()
  utimesSync(join(folder, 'packed.json'), now, now)
  const path = join(folder, `${beginning}${process.pid}-${randomUUID()}`)
  writeFileSync(path, '')
  return path
}

function leasesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.startsWith(beginning))
  } catch {
    return [] // a file, or just removed
  }
}
