import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'

/** How long another thread or process may take for what it does to the folder: it renames, it does not delete. */
const patience = 15_000

/**
 * Does something to the prepared data of a home folder while nobody else does: neither another worker thread nor another
 * process. As lock.db, it is a transaction that the system ends with its process.
 */
export function withPackedLock<T>(home: string, work: () => T): T {
  mkdirSync(join(home, 'packed'), { recursive: true })
  const db = new Sqlite(join(home, 'packed-lock.db'), { timeout: patience })
  try {
    db.exec('BEGIN EXCLUSIVE')
    return work()
  } finally {
    db.close()
  }
}
