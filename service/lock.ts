import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { z } from 'zod'
import { Fault } from '../contract/failure.ts'

/** Who has the home folder, as service.json says it. */
const Holder = z.object({ pid: z.number(), holder: z.string(), socket: z.string(), since: z.number() })
export type Holder = z.infer<typeof Holder>

/**
 * Takes the home folder for this process: an open exclusive transaction on lock.db, which the system ends with the
 * process however it ends, so that no stale lock is ever left.
 * @returns gives it back
 * @throws Fault `home-held` names who has it
 */
export function lockHome(home: string, holder: Omit<Holder, 'pid' | 'since'>): () => void {
  const db = new Sqlite(join(home, 'lock.db'), { timeout: 0 })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (thrown) {
    db.close()
    if (!String((thrown as { code?: string }).code).startsWith('SQLITE_BUSY')) throw thrown
    const other = readHolder(home)
    throw new Fault('home-held', { home, holder: other?.holder ?? 'unknown', pid: other?.pid ?? 0 })
  }
  const file = join(home, 'service.json')
  writeFileSync(file, JSON.stringify({ ...holder, pid: process.pid, since: Date.now() }), { mode: 0o600 })
  return () => {
    rmSync(file, { force: true })
    db.close()
  }
}

/** Who wrote service.json last; null when there is none. Says nothing of whether that one still runs. */
export function readHolder(home: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(readFileSync(join(home, 'service.json'), 'utf8')))
  } catch {
    return null
  }
}
